"""Every address of the site, and whom it refuses. An address that is not listed here fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from comments.models import Act, Appeal, Batch, Block, Notice
from tests.factories import make_comment, make_image, make_user

pytestmark = pytest.mark.django_db

VIEW, DECIDE, BAN = "view_comment", "decide_comment", "ban_comment"
CONFIGURE, MODES, REVEAL = "configure_replies", "change_thread", "reveal_address"

# Rooms of the newsroom, by name: the right that opens them to GET, and the one for POST.
RIGHTS = {
    "comments:blocks": (BAN, BAN),
    "comments:dashboard": (VIEW, VIEW),
    "comments:decide": (VIEW, DECIDE),
    "comments:desk": (VIEW, VIEW),
    "comments:desk_address": (REVEAL, REVEAL),
    "comments:desk_article": (VIEW, MODES),
    "comments:desk_batch": (VIEW, DECIDE),
    "comments:desk_block": (BAN, BAN),
    "comments:desk_bulk": (DECIDE, DECIDE),
    "comments:desk_changes": (VIEW, VIEW),
    "comments:desk_context": (VIEW, VIEW),
    "comments:desk_history": (VIEW, VIEW),
    "comments:desk_note": (DECIDE, DECIDE),
    "comments:desk_objection": (DECIDE, DECIDE),
    "comments:desk_presence": (DECIDE, DECIDE),
    "comments:desk_prompt": (VIEW, MODES),
    "comments:desk_redact": (DECIDE, DECIDE),
    "comments:desk_reply": (DECIDE, DECIDE),
    "comments:desk_rules": (CONFIGURE, CONFIGURE),
    "comments:lift": (BAN, BAN),
    "comments:log": (VIEW, VIEW),
    "comments:log_csv": (VIEW, VIEW),
    "comments:notice": (DECIDE, DECIDE),
    "comments:notices": (DECIDE, DECIDE),
    "comments:notices_csv": (CONFIGURE, CONFIGURE),
    "comments:notices_json": (CONFIGURE, CONFIGURE),
    "comments:objections": (DECIDE, DECIDE),
}

# For everybody; what needs the secret of one reply is tested with that reply.
PUBLIC = {
    *("articles:article", "articles:author", "articles:feed", "articles:front"),
    *("articles:rendition", "articles:robots", "articles:section", "articles:sitemap"),
    "articles:tag",
    *("comments:address", "comments:branch", "comments:confirm", "comments:count"),
    "comments:desk_link",
    *("comments:desk_link", "comments:feed", "comments:figures", "comments:mine"),
    *("comments:notice_form", "comments:notice_page", "comments:objection", "comments:page"),
    *("comments:permalink", "comments:reply", "comments:report", "comments:submit"),
    *("comments:thread_feed", "comments:unsubscribe"),
    *("health:live", "health:ready"),
}

# Pages of the admin for whoever is logged in there.
OWN_PAGES = {
    *("app_list", "autocomplete", "index", "jsi18n", "login", "logout"),
    *("password_change", "password_change_done", "view_on_site"),
}


def patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, pattern.namespace or space)
        else:
            name = pattern.name or str(pattern.pattern).split("/")[-1]
            yield f"{space or 'health'}:{name}", pattern


EVERYTHING = list(patterns(get_resolver()))
ADMIN = sorted(
    {name for name, _ in EVERYTHING if name.startswith("admin:")}
    - {f"admin:{name}" for name in OWN_PAGES}
)


@pytest.fixture
def rows(db: None) -> dict[str, Any]:
    """One of everything that an address can name."""
    comment = make_comment(status="waiting")
    by = make_user("boss")
    decision = comment.defer(until=comment.due_at + timedelta(hours=1), by=by)
    appeal = Appeal.objects.create(
        comment=comment, decision=decision, text="Why?", due_at=comment.due_at
    )
    return {
        "appeal": appeal.pk,
        "comment": comment.pk,
        "article": comment.article_id,
        "image": make_image().pk,
        "block": Block.objects.create(kind="host", value="x.example", reason="spam", by=by).pk,
        "batch": Batch.objects.create(by=by, verb="reject").pk,
        "notice": Notice.objects.create(url="/", explanation="x", due_at=comment.due_at).pk,
    }


WHICH = {
    "comments:lift": "block",
    "comments:desk_batch": "batch",
    "comments:desk_objection": "appeal",
    "comments:notice": "notice",
    "comments:desk_article": "article",
    "comments:desk_prompt": "article",
}


def address(name: str, rows: dict[str, Any]) -> str:
    pattern = dict(EVERYTHING)[name]
    keys = pattern.pattern.regex.groupindex
    values = {"pk": rows[WHICH.get(name, "comment")], "code": "links", "token": "none"}
    return reverse(name, kwargs={key: values[key] for key in keys})


def person(*rights: str) -> User:
    user = make_user("mona")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def test_every_address_is_listed() -> None:
    found = {name for name, _ in EVERYTHING if not name.startswith("admin:")}
    assert found == PUBLIC | set(RIGHTS)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_strangers_are_asked_to_log_in(
    client: Client, rows: dict[str, Any], name: str, method: str
) -> None:
    response = getattr(client, method)(address(name, rows))
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/?next=")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_every_other_right_together_opens_nothing(
    client: Client, rows: dict[str, Any], name: str, method: str
) -> None:
    needed = RIGHTS[name][method == "post"]
    others = Permission.objects.exclude(codename=needed).values_list("codename", flat=True)
    client.force_login(person(*others))
    acts = Act.objects.count()
    assert getattr(client, method)(address(name, rows)).status_code == 403
    assert Act.objects.count() == acts


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_the_right_opens_the_room(
    client: Client, rows: dict[str, Any], name: str, method: str
) -> None:
    client.force_login(person(RIGHTS[name][method == "post"]))
    assert getattr(client, method)(address(name, rows)).status_code in OPENED


# A page, a way on, or a sentence about an empty form or a method that the page does not have.
OPENED = {200, 204, 303, 400, 405, 409, 422}


@pytest.mark.parametrize("name", ADMIN)
def test_the_admin_opens_to_nobody_without_a_right(
    client: Client, rows: dict[str, Any], name: str
) -> None:
    place = admin_address(name, rows)
    assert client.get(place).status_code in {302, 404}
    client.force_login(make_user("rob"))
    for response in (client.get(place), client.post(place)):
        assert response.status_code in {302, 403, 404, 405}, place
        assert response.get("Location", "/admin/") in {"/admin/", *redirects(place)}


def admin_address(name: str, rows: dict[str, Any]) -> str:
    pattern = dict(EVERYTHING)[name]
    values: dict[str, Any] = {"object_id": rows["image"], "url": "nothing"}
    try:
        return reverse(name, kwargs={k: values[k] for k in pattern.pattern.regex.groupindex})
    except Exception:  # nameless ones, which lead on to the page of one row
        return "/admin/nothing/"


def redirects(place: str) -> set[str]:
    return {f"/admin/login/?next={place}", f"{place}change/"}
