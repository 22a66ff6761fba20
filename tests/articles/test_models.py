"""What an article, its pictures and its links do, without a page in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from articles.body import Figure, Inset
from articles.changes import pages_changed
from articles.models import Article, ArticleLink, Contributor, ImageUse, Section, Tag
from tests.factories import make_article, make_image, make_user
from tests.reading import fetch, story, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced() -> Iterator[list[str]]:
    """The tags of pages said to have changed so far."""
    tags: list[str] = []

    def listen(tags: tuple[str, ...], heard: list[str] = tags, **kwargs: Any) -> None:
        heard.extend(tags)

    pages_changed.connect(listen)
    yield tags
    pages_changed.disconnect(listen)


def publishing_problems(article: Article) -> list[str]:
    with pytest.raises(ValidationError) as error:
        article.publish()
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT
    assert article.published_at is None
    return error.value.messages


def test_article_without_headline_and_text_is_not_published() -> None:
    article = make_article(" ", publish=False, body="<p> </p>")
    assert publishing_problems(article) == ["The headline is missing.", "The body is empty."]


def test_picture_without_a_credit_stops_its_article() -> None:
    image = make_image(creators=[], provider=None, caption="The quay")
    article = make_article(publish=False, lead_image=image)
    expected = ["The picture “The quay” cannot be printed: it has no credit."]
    assert publishing_problems(article) == expected


def test_picture_without_words_for_the_blind_stops_its_article() -> None:
    image = make_image(alt_text="", caption="The quay")
    article = make_article(publish=False, body=f"<p>a</p>{Figure(image.pk)}")
    expected = ["The picture “The quay” cannot be printed: it has no alternative text."]
    assert publishing_problems(article) == expected


def test_picture_is_found_however_its_figure_was_typed() -> None:
    image = make_image(creators=[], provider=None)
    typed = f"<p>a</p><figure data-size='wide' data-image={image.pk}></figure>"
    article = Article(headline="Trains", section=make_article().section, body=typed)
    assert len(article.problems()) == 1


def test_decorative_picture_needs_no_words() -> None:
    image = make_image(alt_text="", is_decorative=True)
    assert make_article(lead_image=image).is_visible


def test_every_problem_of_every_placed_picture_is_told() -> None:
    bare = make_image(file="", alt_text="", creators=[], provider=None, caption="One")
    other = make_image(alt_text="", caption="Two")
    article = make_article(publish=False, lead_image=bare, body=f"<p>a</p>{Figure(other.pk)}")
    assert len(publishing_problems(article)) == 4


def test_publishing_sets_the_time_once_and_remembers_who() -> None:
    ada = make_user()
    article = make_article(publish=False)
    article.publish(by=ada)
    first = article.published_at
    assert first is not None
    assert article.created_by == ada
    article.withdraw()
    assert not article.is_visible
    article.publish(by=make_user("eve"))
    assert (article.published_at, article.created_by) == (first, ada)


def test_publishing_keeps_a_given_time() -> None:
    moment = timezone.now() + timedelta(days=2)
    article = make_article(published_at=moment)
    assert article.published_at == moment
    assert article.is_scheduled
    assert article not in Article.objects.published()


def test_withdrawn_article_keeps_its_address() -> None:
    article = make_article(published_at=datetime(2024, 5, 14, 12, tzinfo=UTC))
    address = article.get_absolute_url()
    article.withdraw()
    assert article.get_absolute_url() == address == "/2024/05/harbour-reopens/"
    assert not Article.objects.published().exists()


def test_address_is_under_the_month_of_the_newsroom(settings: Settings) -> None:
    article = make_article(published_at=datetime(2024, 5, 31, 23, tzinfo=UTC))
    settings.TIME_ZONE = "Europe/Athens"
    assert article.get_absolute_url() == "/2024/06/harbour-reopens/"


def test_address_of_an_ancient_article_has_four_digits() -> None:
    article = make_article(published_at=datetime(203, 5, 1, tzinfo=UTC), publish=False)
    assert article.get_absolute_url() == "/0203/05/harbour-reopens/"


def test_equal_headlines_get_different_addresses() -> None:
    slugs = [make_article("Rain at last").slug for _ in range(3)]
    assert slugs == ["rain-at-last", "rain-at-last-2", "rain-at-last-3"]


@pytest.mark.parametrize("headline", ["Мосты разведены", "港が再開", "عودة العبارة", "!!!", "—"])
def test_headline_without_latin_letters_gets_an_address(client: Client, headline: str) -> None:
    first, second = make_article(headline), make_article(headline)
    assert [first.slug, second.slug] == ["article", "article-2"]
    assert words(fetch(client, first.get_absolute_url()).xpath("//h1")[0]) == headline


@pytest.mark.parametrize("word", ["feed", "page", "comments"])
def test_reserved_words_are_no_slugs(word: str) -> None:
    assert make_article(word.title()).slug == f"article-{word}"
    assert make_article("Harbour reopens", slug=word).slug == "harbour-reopens"
    assert Section.objects.create(name=word).slug == f"section-{word}"
    assert Tag.objects.create(name=word).slug == f"tag-{word}"
    assert Contributor.objects.create(name=word).slug == f"author-{word}"


def test_long_headline_fits_its_columns(client: Client) -> None:
    article = make_article("ΐ" * 199 + "a")
    assert fetch(client, article.get_absolute_url()) is not None
    assert len(make_article("word " * 39).slug) <= 100


def test_what_is_used_is_protected() -> None:
    image = make_image()
    article = make_article(lead_image=image, body=f"<p>a</p>{Figure(make_image().pk)}")
    article.bylines.add(Contributor.objects.create(name="Ada Moreno"))
    provider = image.provider
    assert provider is not None
    author = article.bylines.get()
    for used in (article.section, image, article.image_uses.last().image, provider, author):
        with pytest.raises(ProtectedError):
            used.delete()
    article.delete()
    image.delete()
    provider.images.all().delete()
    provider.delete()


def uses(article: Article) -> list[tuple[int, str]]:
    return list(article.image_uses.order_by("position").values_list("image_id", "role"))


def test_uses_of_pictures_follow_the_article() -> None:
    one, two, three = make_image(), make_image(), make_image()
    body = f"<p>a</p>{Figure(two.pk)}<p>b</p>{Figure(three.pk)}"
    article = make_article(lead_image=one, body=body)
    assert uses(article) == [(one.pk, "lead"), (two.pk, "body"), (three.pk, "body")]
    article.lead_image, article.body = None, f"<p>a</p>{Figure(three.pk)}"
    article.save()
    assert uses(article) == [(three.pk, "body")]
    one.delete()


def test_wanted_picture_that_was_placed_is_no_longer_wanted() -> None:
    article, image = make_article(), make_image()
    ImageUse.objects.want(article, image)
    article.save()
    assert uses(article) == [(image.pk, "wanted")]
    article.lead_image = image
    article.save()
    assert uses(article) == [(image.pk, "lead")]


@pytest.mark.parametrize("number", [987_654, 2**31, 2**63, 10**30])
def test_references_to_nothing_leave_the_article_whole(client: Client, number: int) -> None:
    body = f"<p>a</p>{Figure(number)}{Inset(number, 'Gone')}<p>b</p>"
    article = make_article(body=body, publish=False)
    gone = ["A picture in the text does not exist any more."] if number < 2**63 else []
    assert article.problems() == gone
    past_every_check = {"status": Article.Status.PUBLISHED, "published_at": timezone.now()}
    Article.objects.filter(pk=article.pk).update(**past_every_check)
    assert not uses(article)
    assert list(article.links_out.values_list("target", "headline")) == [(None, "Gone")]
    article.refresh_from_db()
    shown = story(fetch(client, article.get_absolute_url()))
    assert not shown.xpath(".//figure | .//img")
    assert not shown.xpath(".//aside//a")


def test_insets_of_an_article_are_kept_as_links_in_their_order() -> None:
    target = make_article("First")
    body = f"<p>a</p>{Inset(target.pk, 'First')}{Inset(None, 'Second')}"
    article = make_article("Both", body=body)
    found = list(ArticleLink.objects.values_list("source", "target", "headline", "position"))
    assert found == [(article.pk, target.pk, "First", 0), (article.pk, None, "Second", 1)]
    article.body = "<p>a</p>"
    article.save()
    assert not ArticleLink.objects.exists()


def test_inset_of_a_deleted_article_becomes_text(client: Client) -> None:
    target = make_article("First")
    article = make_article("Both", body=f"<p>a</p>{Inset(target.pk, 'First')}")
    target.delete()
    aside = story(fetch(client, article.get_absolute_url())).xpath(".//aside")[0]
    assert "First" in words(aside)
    assert not aside.xpath(".//a")


def test_article_never_leads_to_itself() -> None:
    make_article("Trains", body=f"<p>a</p>{Inset(None, 'Trains')}")
    assert ArticleLink.objects.get().target is None


def test_changes_are_announced_after_the_commit_only(
    announced: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        article = make_article()
        assert not announced
    assert {f"article:{article.pk}", "lists"} <= set(announced)


@pytest.mark.parametrize("verb", ["save", "withdraw", "publish"])
def test_each_verb_announces_the_pages_of_the_article(
    verb: str,
    announced: list[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    article = make_article()
    with django_capture_on_commit_callbacks(execute=True):
        getattr(article, verb)()
    assert {f"article:{article.pk}", "lists"} <= set(announced)


def test_a_new_target_announces_the_articles_that_waited_for_it(
    announced: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    waiting = make_article(body=f"<p>a</p>{Inset(None, 'Trains return')}")
    with django_capture_on_commit_callbacks(execute=True):
        make_article("Trains return")
    assert f"article:{waiting.pk}" in announced


def test_corrected_picture_announces_the_pages_that_show_it(
    client: Client,
    announced: list[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    image = make_image(renditions=True)
    article = make_article(lead_image=image)
    tags = client.get(article.get_absolute_url())["Cache-Tag"].split()
    with django_capture_on_commit_callbacks(execute=True):
        image.credit_override = "© Somebody else"
        image.save()
    assert set(tags) & set(announced)


def test_corrected_picture_announces_the_lists_that_show_it(
    client: Client,
    announced: list[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    image = make_image(renditions=True)
    make_article(lead_image=image)
    listed = [set(client.get(address)["Cache-Tag"].split()) for address in ("/", "/feed/")]
    with django_capture_on_commit_callbacks(execute=True):
        image.credit_override = "© Somebody else"
        image.save()
    assert all(tags & set(announced) for tags in listed)
