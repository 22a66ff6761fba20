"""What a process keeps of pages is never older than the data, and never somebody else's."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, override_settings
from django.utils import translation

from articles import moments
from articles.models import Article, Section
from articles.templatetags import cards, newsroom
from articles.templatetags.kept import MOST, KeptNode
from comments import reply_html, thread_html, thread_page
from comments.models import Comment, Discussion
from comments.templatetags import replies, reply_form
from tests.factories import make_article, make_comment, make_section, make_user
from tests.reading import source

pytestmark = pytest.mark.django_db


def forget() -> None:
    """As in a process that has just started."""
    for made in (
        *(newsroom._masthead, cards._made, moments._ago, moments._dated, moments._element),
        *(reply_form._blank, reply_html._kept, thread_html._number, replies._json_ld),
    ):
        made.cache_clear()
    thread_page._kept.clear()
    for node in gc.get_objects():
        if type(node) is KeptNode:  # asking a lazy object for more would wake it
            node.made.clear()


def write(source: str, **values: Any) -> str:
    return Template("{% load kept i18n %}" + source).render(Context(values))


def test_a_kept_part_is_made_once_for_each_value() -> None:
    template = Template("{% load kept %}{% kept a %}{{ a }} {{ b }}{% endkept %}")
    assert template.render(Context({"a": 1, "b": "first"})) == "1 first"
    assert template.render(Context({"a": 1, "b": "later"})) == "1 first"
    assert template.render(Context({"a": 2, "b": "later"})) == "2 later"


def test_a_kept_part_speaks_the_language_of_the_page() -> None:
    template = Template('{% load kept i18n %}{% kept %}{% translate "Tuesday" %}{% endkept %}')
    assert template.render(Context()) == "Tuesday"
    with translation.override("de"):
        assert template.render(Context()) == "Dienstag"


def test_rows_are_no_values_to_keep_by() -> None:
    with pytest.raises(TemplateSyntaxError, match="plain value"):
        write("{% kept row %}{{ row.name }}{% endkept %}", row=make_section("City"))


def test_a_kept_part_holds_no_block_that_another_template_would_replace() -> None:
    with pytest.raises(TemplateSyntaxError, match="A block inside a kept part"):
        write("{% kept %}{% block title %}{% endblock %}{% endkept %}")


def test_it_keeps_no_more_than_it_may() -> None:
    template = Template("{% load kept %}{% kept a %}{{ a }}{% endkept %}")
    for number in range(3 * MOST):
        assert template.render(Context({"a": number})) == str(number)
    node = template.nodelist.get_nodes_by_type(KeptNode)[0]
    assert len(node.made) <= MOST


MOMENT = datetime(2026, 3, 14, 15, 9, tzinfo=UTC)


def make_pages() -> list[str]:
    """Addresses of pages that differ in all that parts are kept by."""
    one = make_article("One", section=make_section("City"), published_at=MOMENT)
    two = make_article("Two", published_at=MOMENT)
    Article.objects.update(modified_at=MOMENT)
    root = make_comment(one, name="Ada", body="First")
    make_comment(one, name="Ben", parent=root)
    make_comment(two, name="Ada", body="First")
    pages = [one.get_absolute_url(), two.get_absolute_url(), "/", "/section/city/"]
    return [*pages, f"{one.get_absolute_url()}?order=newest", f"/comments/{root.pk}/reply/"]


@pytest.mark.parametrize("language", ["en-gb", "de"])
def test_pages_are_the_same_from_a_new_process_and_from_a_busy_one(
    client: Client, language: str
) -> None:
    addresses = make_pages()
    with override_settings(LANGUAGE_CODE=language), time_machine.travel(MOMENT, tick=False):
        for address in addresses:
            source(client, address)
        busy = [source(client, address) for address in addresses]
        fresh = []
        for address in addresses:
            forget()
            fresh.append(source(client, address))
    assert busy == fresh


def test_a_renamed_section_shows_at_once(client: Client) -> None:
    section = make_section("City")
    article = make_article(section=section)
    assert "City" in source(client, article.get_absolute_url())
    Section.objects.update(name="Town", slug="town")  # as another process would
    text = source(client, article.get_absolute_url())
    assert "City" not in text
    assert text.count('href="/section/town/"') >= 2


def test_another_day_stands_in_the_masthead(client: Client) -> None:
    with time_machine.travel(datetime(2026, 3, 14, 12, tzinfo=UTC)):
        assert "Saturday, 14 March 2026" in source(client, "/")
    with time_machine.travel(datetime(2026, 3, 15, 12, tzinfo=UTC)):
        assert "Sunday, 15 March 2026" in source(client, "/")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"html": "<p>Quite another text.</p>"}, "Quite another text."),
        ({"name": "Somebody Else"}, "Somebody Else"),
        ({"website": "https://new.example/"}, "https://new.example/"),
        ({"is_picked": True}, "pick</span>"),
        ({"is_redacted": True}, "edited by a moderator"),
        ({"edited_at": datetime(2031, 1, 2, 3, 4, tzinfo=UTC)}, "2 January 2031"),
        ({"submitted_at": datetime(2019, 1, 2, 3, 4, tzinfo=UTC)}, "2 January 2019"),
    ],
)
def test_whatever_changes_of_a_reply_shows_at_once(
    client: Client, change: dict[str, Any], words: str
) -> None:
    address = make_comment(make_article()).article.get_absolute_url()
    assert words not in source(client, address)
    Comment.objects.update(**change)  # in the table alone: no verb, as another process would
    assert words in source(client, address)


def test_times_lose_and_win_their_year(client: Client) -> None:
    with time_machine.travel(datetime(2026, 12, 31, 12, tzinfo=UTC)):
        address = make_comment(make_article()).article.get_absolute_url()
        assert ">31 December, 12:00<" in source(client, address)
    with time_machine.travel(datetime(2027, 1, 1, 12, tzinfo=UTC)):
        assert ">31 December 2026, 12:00<" in source(client, address)


def test_a_closed_thread_offers_no_answers(client: Client) -> None:
    comment = make_comment(make_article())
    address = comment.article.get_absolute_url()
    assert f"/comments/{comment.pk}/reply/" in source(client, address)
    Discussion.objects.update_or_create(pk=1, defaults={"is_open": False})
    text = source(client, address)
    assert f"/comments/{comment.pk}/reply/" not in text
    assert "<form" not in text


def test_the_form_follows_the_longest_reply(client: Client) -> None:
    address = make_article().get_absolute_url()
    for length in (400, 700):
        Discussion.objects.update_or_create(pk=1, defaults={"body_length": length})
        assert f'data-limit="{length}"' in source(client, address)


def test_every_article_has_its_own_form(client: Client) -> None:
    for article in (make_article("One"), make_article("Two")):
        address = article.get_absolute_url()
        assert f'action="{address}comments/"' in source(client, address)


def test_the_newsrooms_form_is_not_shown_to_readers(client: Client) -> None:
    address = make_article().get_absolute_url()
    editor = Client()
    editor.force_login(make_user("ed", "Editor"))
    assert "You reply as" in source(editor, address)
    text = source(client, address)
    assert "You reply as" not in text
    assert "csrfmiddlewaretoken" not in text
    assert "You reply as" in source(editor, address)
