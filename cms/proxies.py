"""Whose word about the client's address and scheme is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

LONGEST = 64  # characters of an address; what is longer is none, and not remembered
GetResponse = Callable[[HttpRequest], HttpResponse]


def trust_proxies(get_response: GetResponse) -> GetResponse:
    """Middleware: behind a trusted proxy, REMOTE_ADDR and the scheme are the client's own.

    X-Forwarded-For is read from the right, skipping trusted hops: what stands left of the first
    untrusted one was written by whoever sent the request. Headers from anybody else are ignored.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_trusted(request.META.get("REMOTE_ADDR", "")):
            hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            request.META["REMOTE_ADDR"] = _client(request.META["REMOTE_ADDR"], hops)
            if scheme := told_scheme(request.META):
                request.META["wsgi.url_scheme"] = scheme
        return get_response(request)

    return middleware


def told_scheme(meta: Mapping[str, Any]) -> str:
    """The scheme that a proxy says the client used; "" when it says none."""
    scheme = str(meta.get("HTTP_X_FORWARDED_PROTO", "")).split(",")[-1].strip()
    return scheme if scheme in {"http", "https"} else ""


def _client(proxy: str, hops: list[str]) -> str:
    client = proxy
    for hop in reversed([hop.strip() for hop in hops]):
        if _address(hop) is None:
            break
        client = hop
        if not is_trusted(hop):
            break
    return client


def is_trusted(text: str) -> bool:
    """Whether this address is one of our proxies'."""
    return len(text) <= LONGEST and _lies_in(text, tuple(settings.TRUSTED_PROXIES))


@lru_cache(maxsize=1024)  # asked several times about each request
def _lies_in(text: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
