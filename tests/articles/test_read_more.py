"""READ MORE in wire copy: a link as soon as the article of that headline is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article, ArticleLink
from tests.factories import make_article
from tests.reading import fetch, story, words

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
TRAINS = SAMPLES / "night-trains.txt"
HEADLINE = "Night trains return to the coast"


def run(file: Path, *options: str) -> None:
    call_command("import_article", str(file), *options, verbosity=0)


def insets(client: Client) -> list[tuple[str, list[str]]]:
    """The words and links of each inset on the page of the night trains."""
    page = fetch(client, Article.objects.get(headline=HEADLINE).get_absolute_url())
    return [(words(aside), aside.xpath(".//a/@href")) for aside in story(page).xpath(".//aside")]


def test_unresolved_read_more_is_text_without_a_link(client: Client) -> None:
    run(TRAINS, "--publish")
    ferry, signal = insets(client)
    assert ferry[0].endswith("Ferry strike ends: What’s next for the islands’ timetable")
    assert ferry[1] == signal[1] == []


def test_read_more_leads_to_an_article_that_is_there_already(client: Client) -> None:
    target = make_article("Ferry strike ends: What's next for the islands' timetable")
    run(TRAINS, "--publish")
    assert insets(client)[0][1] == [target.get_absolute_url()]


def test_read_more_leads_to_an_article_that_comes_later(client: Client) -> None:
    run(TRAINS, "--publish")
    target = make_article("WHO PAYS for the signal  at Gannet Point?")
    assert insets(client)[1][1] == [target.get_absolute_url()]
    assert ArticleLink.objects.filter(target=target).count() == 1


def test_read_more_never_leads_to_what_readers_cannot_see(client: Client) -> None:
    make_article("Who pays for the signal at Gannet Point?", publish=False)
    run(TRAINS, "--publish")
    assert insets(client)[1][1] == []


def test_imported_articles_find_each_other(client: Client) -> None:
    run(SAMPLES / "new-theatre.txt", "--publish")
    run(TRAINS, "--publish")
    theatre = Article.objects.get(headline__startswith="Theatre")
    aside = story(fetch(client, theatre.get_absolute_url())).xpath(".//aside")[0]
    assert "/night-trains-return-to-the-coast/" in aside.xpath(".//a/@href")[0]
