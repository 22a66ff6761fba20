"""Who gets a kept page, and which."""

from __future__ import annotations

import ast
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core import signing
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as some
from pytest_django.fixtures import Settings

from cms.pagecache.question import PARAMETERS, known
from comments.submissions import OWN
from tests.factories import make_article, make_comment, make_user

from .cached import Site

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def own() -> str:
    return make_article().get_absolute_url()


def sealed(*tokens: str) -> str:
    return f"{OWN}={signing.Signer(salt=OWN).sign('.'.join(tokens))}"


def test_logged_in_people_go_past_the_cache(site: Site, client: Client, own: str) -> None:
    client.force_login(make_user("ada"))
    session = client.cookies["sessionid"].value
    site.get(own)
    for cookies in (f"sessionid={session}", f"a=1; sessionid={session}", "sessionid=none"):
        said = site.get(own, HTTP_COOKIE=cookies)
        assert said.cache == "bypass", cookies
        assert said["Cache-Control"] == "private, no-store"
    assert site.get(own).cache == "hit"


def test_waiting_reply_is_seen_by_its_author_alone(site: Site) -> None:
    reply = make_comment(status="waiting", body="Only mine, so far.")
    reply.renew_token("")
    own = reply.article.get_absolute_url()
    site.get(own)
    mine = site.get(own, HTTP_COOKIE=sealed(reply.own_token))
    assert mine.cache == "bypass"
    assert "Only mine, so far." in mine.html
    assert mine["Cache-Control"] == "private, no-store"
    assert "Only mine" not in site.get(own).html


@pytest.mark.parametrize("cookie", ["x", "x.y:z", "", '"', "a:b:c", "%00", "é"])
def test_forged_own_cookie_gets_the_page_of_everybody(site: Site, own: str, cookie: str) -> None:
    plain = site.get(own)
    said = site.get(own, HTTP_COOKIE=f"{OWN}={cookie}")
    assert (said.cache, said.body) == ("hit", plain.body)
    site.cache.memory.clear()
    first = site.get(own, HTTP_COOKIE=f"{OWN}={cookie}")
    assert (first.cache, first.body) == ("miss", plain.body)
    assert first["Cache-Control"] == "max-age=0, must-revalidate"


@pytest.mark.parametrize(
    "cookie",
    [
        "byline_reader=abcdefghijklmnopqrstuv",
        "csrftoken=x",
        "messages=x",
        "mysessionid=x",
        "_ga=GA1.2; theme=dark",
        "a=sessionid",
        "django_language=de",
    ],
)
def test_other_cookies_are_nobodys_business(site: Site, own: str, cookie: str) -> None:
    plain = site.get(own)
    assert site.get(own, HTTP_COOKIE=cookie).cache == "hit"
    site.cache.memory.clear()
    assert site.get(own, HTTP_COOKIE=cookie).body == plain.body


def test_unknown_parameters_are_dropped(site: Site, own: str) -> None:
    plain = site.get(own)
    for query in ("utm_source=x", "fbclid=1&gclid=2", "a=%ff", "page=2", "&&=", "x=%00", ";order"):
        said = site.get(f"{own}?{query}")
        assert (said.cache, said.body) == ("hit", plain.body), query
    assert site.renders == 1


@pytest.mark.parametrize("query", ["utm_source=x", "order=newest&utm_source=x", "page=2", "a=%ff"])
def test_unknown_parameters_cannot_change_what_is_kept(site: Site, own: str, query: str) -> None:
    first = site.get(f"{own}?{query}")
    site.cache.memory.clear()
    clean = "?order=newest" if "order" in query else ""
    assert site.get(f"{own}{clean}").body == first.body
    assert site.get(f"{own}?{query}").cache == "hit"


def test_known_parameters_have_pages_of_their_own(site: Site, own: str) -> None:
    pages = {address: site.get(address) for address in (own, f"{own}?order=newest")}
    assert [page.cache for page in pages.values()] == ["miss", "miss"]
    assert site.get(f"{own}?x=1&order=newest").cache == "hit"
    assert site.get(f"{own}?order=oldest&order=newest").cache == "hit"  # the last counts


def calls(path: Path, function: str) -> list[ast.Call]:
    nodes = ast.walk(ast.parse(path.read_text()))
    found = [node for node in nodes if isinstance(node, ast.Call)]
    return [call for call in found if ast.unparse(call.func).endswith(function)]


def test_every_parameter_that_a_public_page_reads_is_known() -> None:
    """A page that reads another one would be kept in the form of whoever asked first."""
    read = set()
    for path in [*(ROOT / "articles").rglob("*.py"), *(ROOT / "comments").rglob("*.py")]:
        if not {"admin", "desk"} & set(path.parts):
            read |= {ast.literal_eval(call.args[0]) for call in calls(path, "request.GET.get")}
    private = {"done"}  # of pages behind a token
    assert read - private == PARAMETERS


@given(some.text())
def test_any_query_is_understood(query: str) -> None:
    assert known(known(query)) == known(query)


@bounds(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(path=some.text(max_size=30), query=some.text(max_size=30), cookie=some.text(max_size=30))
def test_no_request_is_too_strange(site: Site, path: str, query: str, cookie: str) -> None:
    asked = f"/{quote(path)}".encode().decode("latin-1").replace("?", "")
    said = site.get(f"{asked}?{quote(query)}", HTTP_COOKIE=cookie)
    assert said.status in {200, 301, 302, 400, 404}


def test_hosts_are_kept_apart_and_foreign_ones_refused(
    site: Site, own: str, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "news.example.org"]
    site.get(own)
    other = site.get(own, HTTP_HOST="news.example.org")
    assert (other.status, other.cache) == (200, "miss")
    assert site.get(own, HTTP_HOST="NEWS.example.org").cache == "hit"
    for _ in range(2):
        foreign = site.get(own, HTTP_HOST="evil.example")
        assert (foreign.status, foreign.cache) == (400, "bypass")


def test_no_page_repeats_the_host_it_was_asked_under(site: Site, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    own = make_comment().article.get_absolute_url()
    for address in (own, "/", "/feed/", "/comments/feed/", "/notice/"):
        assert "elsewhere" not in site.get(address, HTTP_HOST="elsewhere.example:81").html


def test_schemes_are_kept_apart(site: Site, own: str) -> None:
    site.get(own)
    assert site.get(own, **{"wsgi.url_scheme": "https"}).cache == "miss"


def test_scheme_is_taken_from_a_trusted_proxy_alone(
    site: Site, own: str, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    site.django = WSGIHandler()  # its middleware reads the settings once
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    secure = {"HTTP_X_FORWARDED_PROTO": "https"}
    assert site.get(own, REMOTE_ADDR="10.0.0.1", **secure).cache == "miss"
    assert site.get(own, REMOTE_ADDR="10.0.0.1", **secure).cache == "hit"
    for stranger in ({"REMOTE_ADDR": "192.0.2.9", **secure}, {"REMOTE_ADDR": "10.0.0.1"}):
        said = site.get(own, **stranger)
        assert (said.status, said.cache) == (301, "bypass")
        assert said["Location"].startswith("https://")


def test_forms_go_to_django(site: Site, own: str) -> None:
    site.get(own)
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert site.get(own, method).cache == "bypass", method


def test_files_and_private_pages_are_left_to_django(site: Site) -> None:
    site.get("/")
    for address in (
        "/admin/login/",
        "/health/live",
        "/static/css/x.css",
        "/media/a/b.webp",
        "/comments/mine/nobody/",
        "/notice/nobody/",
        "/moderation/",
    ):
        for _ in range(2):
            assert site.get(address).cache == "bypass", address


@pytest.mark.parametrize("address", ["/nowhere/", "/robots.txt"])
def test_pages_without_tags_are_not_kept(site: Site, address: str) -> None:
    for _ in range(2):
        said = site.get(address, HTTP_ACCEPT_ENCODING="gzip")
        assert said.cache == "bypass"
        assert "CDN-Cache-Control" not in said.headers
    assert site.renders == 2
    assert len(site.cache.memory) == 0


def test_page_that_only_editors_see_is_not_kept(site: Site, client: Client) -> None:
    draft = make_article(publish=False).get_absolute_url()
    assert site.get(draft).status == 404
    assert len(site.cache.memory) == 0
