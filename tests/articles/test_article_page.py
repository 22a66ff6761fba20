"""The page of an article: what stands on it, for whom, under which address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.body import Figure, Inset
from articles.models import Article, Byline, Contributor, Image, Tag
from tests.factories import make_article, make_image, make_section, make_user
from tests.reading import canonical, data_blocks, fetch, fetch_file, meta, story, words

pytestmark = pytest.mark.django_db

SITE = "https://news.example.org"
CREDIT = "© Harbour Pictures / Ada Moreno"


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = SITE
    settings.SITE_NAME = "The Example"


def make_full_article() -> Article:
    """An article with everything that can stand on a page."""
    placed = make_image(renditions=True, caption="A ferry", is_file_photo=True)
    target = make_article("Ferry strike ends")
    body = (
        '<p>The <strong>first</strong> <a href="https://example.org/">train</a> leaves.</p>'
        f"{Figure(placed.pk, 'wide', 'At <em>sea</em>')}"
        f"<p>It has six carriages.</p>{Inset(target.pk, 'Ferry strike ends')}"
        f"{Inset(None, 'Who pays?')}"
    )
    article = make_article(
        "Night trains return",
        section=make_section("Rail & Road"),
        standfirst="After eleven years",
        dateline="Port Arden",
        body=body,
        lead_image=make_image(renditions=True),
        lead_caption="The quay, seen from the train",
        published_at=datetime(2024, 5, 14, 9, 30, tzinfo=UTC),
    )
    for position, name in enumerate(["Zoe Lind", "Ben Ashdown"]):
        contributor = Contributor.objects.create(name=name)
        Byline.objects.create(article=article, contributor=contributor, position=position)
    article.tags.add(Tag.objects.create(name="Sleeper trains"))
    return article


def test_head_of_the_story_says_what_who_where_and_when(client: Client) -> None:
    article = make_full_article()
    page = fetch(client, article.get_absolute_url())
    head = story(page)
    assert [words(h1) for h1 in page.xpath("//h1")] == ["Night trains return"]
    assert head.xpath('.//a[@href="/section/rail-road/"]')[0].text == "Rail & Road"
    assert "After eleven years" in words(head)
    assert "Port Arden" in words(head)
    authors = head.xpath('.//a[@rel="author"]')
    assert [(a.text, a.get("href")) for a in authors] == [
        ("Zoe Lind", "/author/zoe-lind/"),
        ("Ben Ashdown", "/author/ben-ashdown/"),
    ]
    assert "2024-05-14T09:30:00+00:00" in head.xpath(".//time/@datetime")
    assert "Night trains return" in page.xpath("//title")[0].text


def test_every_picture_stands_in_a_figure_with_caption_and_credit(client: Client) -> None:
    article = make_full_article()
    lead, placed = story(fetch(client, article.get_absolute_url())).xpath(".//figure")
    assert "The quay, seen from the train" in words(lead.xpath("./figcaption")[0])
    assert "At sea" in words(placed.xpath("./figcaption")[0])
    assert words(placed.xpath('.//*[@class="flag"]')[0]) == "FILE PHOTO."
    assert not lead.xpath('.//*[@class="flag"]')
    for figure in (lead, placed):
        assert [words(one) for one in figure.xpath('.//*[@class="credit"]')] == [CREDIT]
        image = figure.xpath(".//img")[0]
        assert image.get("alt") == "Cranes over grey water"
        assert (image.get("width"), image.get("height")) == ("640", "400")
        assert fetch_file(client, image.get("src"))[1]


def test_pictures_and_insets_stand_between_their_paragraphs(client: Client) -> None:
    article = make_full_article()
    body = story(fetch(client, article.get_absolute_url())).xpath(".//div[p/strong]")[0]
    assert [child.tag for child in body] == ["p", "figure", "p", "aside", "aside"]
    assert body.xpath("./p[1]/a/@href") == ["https://example.org/"]
    known, unknown = body.xpath("./aside")
    assert "/ferry-strike-ends/" in known.xpath(".//a/@href")[0]
    assert "Who pays?" in words(unknown)
    assert not unknown.xpath(".//a")


def test_tags_thread_form_and_the_way_back_to_the_top(client: Client) -> None:
    page = fetch(client, make_full_article().get_absolute_url())
    assert page.xpath('//a[@rel="tag"]/@href') == ["/tag/sleeper-trains/"]
    assert page.xpath('//*[@id="comments"]')
    respond = page.xpath('//*[@id="respond"]')[0]
    assert words(respond.xpath(".//h2")[0]) == "Leave a Reply"
    assert "Your email address will not be published." in words(respond)
    assert "Required fields are marked *" in words(respond)
    assert [words(a) for a in page.xpath('//a[@href="#top"]')] == ["Back to top"]
    assert page.xpath('//*[@id="top"]')


def test_data_block_names_the_article_and_the_credit_of_each_picture(client: Client) -> None:
    article = make_full_article()
    data = data_blocks(fetch(client, article.get_absolute_url()))[0]
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Night trains return"
    assert data["url"] == SITE + article.get_absolute_url()
    assert data["datePublished"] == "2024-05-14T09:30:00+00:00"
    assert [author["name"] for author in data["author"]] == ["Zoe Lind", "Ben Ashdown"]
    assert [image["@type"] for image in data["image"]] == ["ImageObject", "ImageObject"]
    assert {image["creditText"] for image in data["image"]} == {CREDIT}
    assert all(image["url"].startswith(f"{SITE}/media/") for image in data["image"])


def test_open_graph_names_article_and_lead_picture(client: Client) -> None:
    article = make_full_article()
    page = fetch(client, article.get_absolute_url())
    assert meta(page, "og:type") == ["article"]
    assert meta(page, "og:title") == ["Night trains return"]
    assert meta(page, "og:description") == meta(page, "description") == ["After eleven years"]
    assert meta(page, "og:url") == canonical(page) == [SITE + article.get_absolute_url()]
    assert meta(page, "og:image")[0].startswith(f"{SITE}/media/")
    assert meta(page, "og:image:alt") == ["Cranes over grey water"]


def test_absolute_addresses_follow_the_site_and_never_the_host(client: Client) -> None:
    article = make_full_article()
    response = client.get(article.get_absolute_url(), HTTP_HOST="localhost")
    assert b"localhost" not in response.content
    assert SITE.encode() in response.content


def test_article_lives_under_its_own_month_only(client: Client) -> None:
    address = make_full_article().get_absolute_url()
    for month in ("2024/06", "2023/05", "0000/00"):
        response = client.get(address.replace("2024/05", month))
        assert (response.status_code, response["Location"]) == (301, address)
    assert client.get("/2024/05/never-written/").status_code == 404


def test_draft_is_for_the_newsroom_only(client: Client) -> None:
    article = make_article(publish=False, published_at=datetime(2024, 5, 14, tzinfo=UTC))
    wrong_month = article.get_absolute_url().replace("2024", "2023")
    for address in (article.get_absolute_url(), wrong_month):
        assert client.get(address).status_code == 404
    client.force_login(make_user("guest"))
    assert client.get(article.get_absolute_url()).status_code == 404
    client.force_login(make_user("ada", "Reporter"))
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("is_scheduled", [True, False])
def test_what_is_not_published_yet_appears_nowhere(client: Client, is_scheduled: bool) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    article = make_article("Secret plans", published_at=tomorrow, publish=is_scheduled)
    author, tag = Contributor.objects.create(name="Zoe"), Tag.objects.create(name="Trains")
    Byline.objects.create(article=article, contributor=author)
    article.tags.add(tag)
    make_article("Open plans", body=f"<p>a</p>{Inset(article.pk, 'Secret')}")
    own = article.get_absolute_url()
    assert client.get(own).status_code == 404
    assert client.get(f"{own}feed/").status_code == 404
    for address in ("/", "/section/city/", "/tag/trains/", "/author/zoe/", "/feed/"):
        assert b"Secret plans" not in client.get(address).content
    for address in ("/sitemap.xml", "/comments/feed/", Article.objects.last().get_absolute_url()):
        assert article.slug.encode() not in client.get(address).content


HIDDEN = {
    "no credit": {"creators": [], "provider": None},
    "no alternative text": {"alt_text": ""},
    "no file": {"file": ""},
    "no renditions": {"renditions": False},
}


@pytest.mark.parametrize("fields", HIDDEN.values(), ids=HIDDEN)
def test_picture_that_may_not_be_shown_leaves_nothing_behind(
    client: Client, fields: dict[str, object]
) -> None:
    image = make_image(**{"caption": "Only a caption", "renditions": "file" not in fields} | fields)
    article = make_article(publish=False, lead_image=image, body=f"<p>a</p>{Figure(image.pk)}")
    Article.objects.update(status="published", published_at=timezone.now())
    article.refresh_from_db()
    for address in (article.get_absolute_url(), "/", "/section/city/"):
        page = fetch(client, address)
        assert not page.xpath("//main//figure | //main//img | //main//picture")
        assert not meta(page, "og:image")
        assert "Only a caption" not in words(page)
        assert all("image" not in block for block in data_blocks(page))
    assert b"media:content" not in client.get("/feed/").content


def test_hostile_words_stay_words(client: Client) -> None:
    hostile = "</script><img src=x onerror=alert(1)>\"'&amp;"
    image = make_image(renditions=True, caption=hostile, alt_text=hostile, creators=[hostile])
    section = make_section("<i>City</i>")
    article = make_article(
        hostile, standfirst=hostile, dateline=hostile, section=section, lead_image=image
    )
    Byline.objects.create(
        article=article, contributor=Contributor.objects.create(name=hostile, bio=hostile)
    )
    article.tags.add(Tag.objects.create(name="<b>tag</b>"))
    make_article("Other", body=f"<p>a</p>{Inset(None, hostile)}")
    author = article.bylines.get().get_absolute_url()
    for address in (article.get_absolute_url(), "/", section.get_absolute_url(), author):
        page = fetch(client, address)
        assert not page.xpath('//img[@src="x"] | //*[@onerror] | //main//i | //main//b[.="tag"]')
        assert hostile in words(page)
    page = fetch(client, article.get_absolute_url())
    assert data_blocks(page)[0]["headline"] == hostile
    assert meta(page, "og:title") == [hostile]


def test_corrected_picture_is_shown_again(client: Client) -> None:
    image = make_image(renditions=True)
    article = make_article(lead_image=image)
    Image.objects.get().save()
    assert fetch(client, article.get_absolute_url()).xpath("//main//figure")
