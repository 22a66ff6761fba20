"""Pages that list articles: the front page, sections, tags, authors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article, Byline, Contributor, Section, Tag
from tests.factories import make_article, make_image, make_section
from tests.reading import canonical, fetch, words

pytestmark = pytest.mark.django_db


def make_articles(number: int, **fields: object) -> list[Article]:
    """Published articles, the newest first: "Story 1" is the newest."""
    now = timezone.now()
    moments = [now - timedelta(hours=age) for age in range(1, number + 1)]
    return [
        make_article(f"Story {age}", published_at=moment, **fields)
        for age, moment in enumerate(moments, start=1)
    ]


def headlines(client: Client, address: str) -> list[str]:
    """The headlines on a page, each once, in their order."""
    links = fetch(client, address).xpath("//main//a[starts-with(text(), 'Story')]")
    return list(dict.fromkeys(words(link) for link in links))


def test_empty_paper_has_a_front_page(client: Client) -> None:
    assert "Nothing has been published yet." in words(fetch(client, "/"))


def test_front_page_leads_with_the_newest_story(client: Client) -> None:
    make_articles(6)
    page = fetch(client, "/")
    assert [words(h) for h in page.xpath("//main//h2[a]")][:3] == ["Story 1", "Story 2", "Story 3"]
    assert set(headlines(client, "/")) == {f"Story {n}" for n in range(1, 7)}
    assert len(page.xpath("//h1")) == 1


def test_editors_choose_what_leads_the_front_page(client: Client) -> None:
    stories = make_articles(6)
    for place, story in ((1, stories[4]), (2, stories[5])):
        story.front_position = place
        story.save()
    page = fetch(client, "/")
    assert [words(h) for h in page.xpath("//main//h2[a]")][:3] == ["Story 5", "Story 6", "Story 1"]


def test_every_section_with_articles_has_its_part_of_the_front_page(client: Client) -> None:
    make_articles(5)
    make_article("Story of the harbour", section=make_section("Harbour"))
    Section.objects.create(name="Empty")
    page = fetch(client, "/")
    main = page.xpath("//main//h2/a[starts-with(@href, '/section/')]")
    assert [words(link) for link in main] == ["City"]
    navigation = page.xpath("//nav//a[starts-with(@href, '/section/')]")
    assert {words(link) for link in navigation} == {"City", "Empty", "Harbour"}


def test_card_shows_its_picture_with_the_credit(client: Client) -> None:
    make_articles(1, lead_image=make_image(renditions=True))
    for address in ("/", "/section/city/"):
        figure = fetch(client, address).xpath("//main//figure")[0]
        assert figure.xpath(".//img/@src")
        assert words(figure.xpath(".//figcaption")[0]) == "© Harbour Pictures / Ada Moreno"


def make_lists() -> list[str]:
    """23 articles that stand in a section, under a tag and an author."""
    tag, author = Tag.objects.create(name="Trains"), Contributor.objects.create(name="Zoe Lind")
    for article in make_articles(23):
        article.tags.add(tag)
        Byline.objects.create(article=article, contributor=author)
    make_article("Other", section=make_section("Harbour"))
    return ["/section/city/", "/tag/trains/", "/author/zoe-lind/"]


def test_section_tag_and_author_list_their_own_articles_page_by_page(
    client: Client, settings: Settings
) -> None:
    settings.SITE_URL = "https://news.example.org"
    for address in make_lists():
        assert headlines(client, address) == [f"Story {n}" for n in range(1, 21)]
        assert headlines(client, f"{address}page/2/") == ["Story 21", "Story 22", "Story 23"]
        first, second = fetch(client, address), fetch(client, f"{address}page/2/")
        assert "Other" not in words(first)
        assert first.xpath('//a[@rel="next"]/@href') == [f"{address}page/2/"]
        assert second.xpath('//a[@rel="prev"]/@href') == [address]
        assert not second.xpath('//a[@rel="next"]')
        assert canonical(first) == [f"https://news.example.org{address}"]
        assert canonical(second) == [f"https://news.example.org{address}page/2/"]


def test_front_page_goes_on_by_time(client: Client) -> None:
    make_articles(23)
    assert headlines(client, "/page/2/") == ["Story 21", "Story 22", "Story 23"]
    assert fetch(client, "/").xpath('//a[@rel="next"]/@href') == ["/page/2/"]
    assert fetch(client, "/page/2/").xpath('//a[@rel="prev"]/@href') == ["/"]


def test_first_page_has_one_address_and_pages_beyond_the_end_none(client: Client) -> None:
    for address in ["/", *make_lists()]:
        response = client.get(f"{address}page/1/")
        assert (response.status_code, response["Location"]) == (301, address)
        for page in ("0", "3", "99999999999999999999", "-1", "two"):
            assert client.get(f"{address}page/{page}/").status_code == 404


def test_list_without_articles_says_so(client: Client) -> None:
    make_section("Harbour")
    assert "Nothing has been published here yet." in words(fetch(client, "/section/harbour/"))


def test_author_page_tells_who_it_is(client: Client) -> None:
    Contributor.objects.create(name="Zoe Lind", role="Harbour editor", bio="Sails on Sundays.")
    page = words(fetch(client, "/author/zoe-lind/"))
    assert "Harbour editor" in page
    assert "Sails on Sundays." in page


def test_renamed_section_keeps_its_address(client: Client) -> None:
    section = make_section("Harbour")
    section.name = "Port"
    section.save()
    assert words(fetch(client, "/section/harbour/").xpath("//h1")[0]) == "Port"


NOWHERE = ["/section/", "/section/none/", "/tag/none/", "/author/none/", "/search/", "/2024/"]
NOWHERE += ["/2024/05/", "/page/", "/news/", "/feed/atom/", "/news-sitemap.xml", "/feed.json"]
NOWHERE += ["/wp-login.php", "/media/", "/section/city/feed/", "/../etc/passwd"]
NOWHERE += ["/section/cité/", "/2024/5/x/", "/20240/05/x/", "/٢٠٢٤/05/x/"]


@pytest.mark.parametrize("address", NOWHERE)
def test_unknown_address_gets_the_papers_own_404(client: Client, address: str) -> None:
    make_section("City")
    response = client.get(address)
    assert response.status_code == 404
    assert b"This page does not exist" in response.content


def test_address_without_its_last_slash_leads_to_the_page(client: Client) -> None:
    address = make_article().get_absolute_url()
    response = client.get(address.rstrip("/"))
    assert (response.status_code, response["Location"]) == (301, address)
