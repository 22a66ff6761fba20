"""Who may read from the replica, and what happens when it is away."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.urls import resolve

from cms import replica
from cms.replica import Availability, ReadFromReplica, Router, is_public

ARTICLE = "/2026/05/harbour-reopens/"


class Connection:
    """A replica that answers or does not."""

    def __init__(self) -> None:
        self.down = False
        self.asked = 0
        self.in_atomic_block = False

    def close_if_health_check_failed(self) -> None:
        pass

    def ensure_connection(self) -> None:
        self.asked += 1
        if self.down:
            raise OperationalError("connection refused\nIs the server running?")

    def close(self) -> None:
        pass


class Connections(dict[str, Connection]):
    settings = {"default": {}, "replica": {}}


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Connection:
    """The replica, with nothing changed lately."""
    both = Connections(default=Connection(), replica=Connection())
    monkeypatch.setattr(replica, "connections", both)
    monkeypatch.setattr(replica, "recently_changed", lambda: False)
    return both["replica"]


def ask(path: str, method: str = "GET", **cookies: str) -> HttpRequest:
    request = getattr(RequestFactory(), method.lower())(path)
    request.COOKIES = cookies
    request.resolver_match = resolve(path)
    return request


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/feed/", "/section/city/", ARTICLE, f"{ARTICLE}comment-page-2/"),
        *(f"{ARTICLE}feed/", f"{ARTICLE}comments/count", "/comments/1/", "/comments/1/branch/"),
        "/sitemap.xml",
    ],
)
def test_public_pages_may_be_read_from_it(path: str) -> None:
    assert is_public(ask(path))
    assert is_public(ask(path, "HEAD"))
    assert is_public(ask(path, byline_reader="abc"))


@pytest.mark.parametrize(
    "path",
    [
        *("/admin/", "/moderation/", "/comments/mine/abc/", "/comments/confirm/abc/", "/notice/"),
        *("/comments/1/reply/", "/comments/1/report/", "/health/ready"),
    ],
)
def test_pages_of_one_person_may_not(path: str) -> None:
    assert not is_public(ask(path))


@pytest.mark.parametrize("cookie", ["sessionid", "byline_own"])
def test_whoever_wrote_or_logged_in_reads_from_the_primary(cookie: str) -> None:
    assert not is_public(ask(ARTICLE, **{cookie: "abc"}))
    assert not is_public(ask(f"{ARTICLE}comments/", "POST"))


def used(request: HttpRequest, availability: Availability | None = None) -> str:
    """Which database the view of this request reads."""
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        middleware.process_view(request, view, (), {})
        seen.append(Router().db_for_read(object))
        return HttpResponse()

    middleware = ReadFromReplica(view)
    middleware.replica = availability or middleware.replica
    middleware(request)
    return seen[0]


def test_reading_is_allowed_for_one_request_alone(there: Connection) -> None:
    assert used(ask(ARTICLE)) == "replica"
    assert Router().db_for_read(object) == "default"
    assert used(ask(ARTICLE, sessionid="abc")) == "default"


def test_a_page_that_changed_just_now_comes_from_the_primary(
    there: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "recently_changed", lambda: True)
    assert used(ask(ARTICLE)) == "default"
    monkeypatch.setattr(replica, "replica_may_answer", lambda: True)  # others changed, this did not
    assert used(ask(ARTICLE)) == "replica"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_in_a_transaction_is_read_or_written_elsewhere() -> None:
    token = replica._reading.set(True)
    try:
        with transaction.atomic():
            assert Router().db_for_read(object) == connection.alias
        assert Router().db_for_read(object) == "replica"
        assert Router().db_for_write(object) == "default"
    finally:
        replica._reading.reset(token)


def test_a_replica_that_is_away_is_asked_again_later_and_named_once(
    there: Connection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = SimpleNamespace(monotonic=lambda: clock[0])
    clock = [100.0]
    monkeypatch.setattr(replica, "time", now)
    one, there.down = Availability(), True
    assert [used(ask(ARTICLE), one) for _ in range(5)] == ["default"] * 5
    assert there.asked == 1
    clock[0] += 11
    assert used(ask(ARTICLE), one) == "default"
    assert there.asked == 2
    assert [r.getMessage() for r in caplog.records] == [
        "The replica does not answer; the primary does: connection refused"
    ]
    there.down, clock[0] = False, clock[0] + 11
    assert [used(ask(ARTICLE), one) for _ in range(2)] == ["replica"] * 2
    assert caplog.records[-1].getMessage() == "The replica answers again."
    assert len(caplog.records) == 2


@pytest.mark.parametrize("error", [OperationalError("server closed"), InterfaceError("closed")])
@pytest.mark.parametrize("late", [False, True])
def test_page_is_made_again_when_the_replica_goes_under_it(
    there: Connection, error: Exception, late: bool
) -> None:
    sources: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        sources.append(Router().db_for_read(object))
        return TemplateResponse(request, "robots.txt") if late else HttpResponse("made")

    request = ask(ARTICLE)
    request.resolver_match = SimpleNamespace(
        func=view, args=(), kwargs={}, namespace="articles", url_name="article"
    )

    def get_response(request: HttpRequest) -> HttpResponse:
        middleware.process_view(request)
        assert Router().db_for_read(object) == "replica"
        answer = middleware.process_exception(request, error)
        assert answer is not None
        return answer

    middleware = ReadFromReplica(get_response)
    if late:
        with pytest.raises(Exception, match=r"robots\.txt"):  # it is rendered here and now
            middleware(request)
    else:
        assert middleware(request).content == b"made"
    assert sources == ["default"]
    assert middleware.replica.away


def test_an_error_of_the_primary_is_not_hidden(there: Connection) -> None:
    middleware = ReadFromReplica(lambda request: HttpResponse())
    assert middleware.process_exception(ask(ARTICLE), OperationalError("locked")) is None
