"""Whose word about the client's address and scheme is taken."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from cms.proxies import trust_proxies

PROXY, CLIENT, LIAR = "10.0.0.1", "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def networks(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


def seen(remote: str, **headers: str) -> HttpRequest:
    """The request as a view sees it."""
    requests: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        requests.append(request)
        return HttpResponse()

    trust_proxies(view)(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers))
    return requests[0]


def address(remote: str, forwarded: str) -> str:
    return str(seen(remote, x_forwarded_for=forwarded).META["REMOTE_ADDR"])


def test_header_of_a_stranger_is_ignored() -> None:
    assert address(LIAR, CLIENT) == LIAR
    assert not seen(LIAR, x_forwarded_proto="https").is_secure()


def test_trusted_proxy_names_the_client() -> None:
    assert address(PROXY, CLIENT) == CLIENT


def test_what_the_client_wrote_itself_is_not_believed() -> None:
    assert address(PROXY, f"{LIAR}, {CLIENT}") == CLIENT


def test_trusted_hops_are_skipped_from_the_right() -> None:
    assert address(PROXY, f"{LIAR}, {CLIENT}, 10.9.9.9, 10.0.0.2") == CLIENT


def test_only_trusted_hops_leave_the_farthest_of_them() -> None:
    assert address(PROXY, "10.0.0.5, 10.0.0.4") == "10.0.0.5"


@pytest.mark.parametrize("forwarded", ["", "unknown", "198.51.100.7:4711", "<script>", ", ,"])
def test_header_that_is_no_address_leaves_the_proxys_own(forwarded: str) -> None:
    assert address(PROXY, forwarded) == PROXY


def test_addresses_of_version_6_are_understood() -> None:
    assert address("fd00::1", "2001:db8::7") == "2001:db8::7"


def test_trusted_proxy_names_the_scheme() -> None:
    assert seen(PROXY, x_forwarded_proto="https").is_secure()


def test_scheme_is_the_one_the_nearest_proxy_wrote() -> None:
    assert not seen(PROXY, x_forwarded_proto="https, http").is_secure()


def test_unknown_scheme_changes_nothing() -> None:
    assert seen(PROXY, x_forwarded_proto="gopher").scheme == "http"


def test_without_trusted_networks_nobody_is_believed(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = []
    assert address(PROXY, CLIENT) == PROXY
