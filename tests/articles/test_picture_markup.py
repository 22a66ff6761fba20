"""How a picture stands on a page, in its head, in feeds and in structured data."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from articles.imaging.metadata import read
from articles.imaging.synthetic import Synthetic, synthetic
from articles.models import Image, Provider
from tests.factories import make_article, make_image
from tests.pictures import picture_file
from tests.reading import data_blocks, fetch, fetch_file, find, meta, words, xml

pytestmark = pytest.mark.django_db

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TRAINED = f"{IPTC}trainedAlgorithmicMedia"
PARTLY = f"{IPTC}compositeWithTrainedAlgorithmicMedia"


def placed(client: Client, **fields: Any) -> Any:
    """The page of an article that shows this picture in its text."""
    image = make_image(renditions=True, **fields)
    body = f'<p>x</p><figure data-image="{image.pk}"></figure>'
    return fetch(client, make_article(body=body, lead_image=image).get_absolute_url())


def test_formats_are_offered_best_first_each_in_every_size(client: Client) -> None:
    page = placed(client, file=picture_file("wide.jpg", width=1600))
    (picture, _second) = page.xpath("//main//picture")
    types = picture.xpath(".//source/@type")  # lxml nests them
    assert types == ["image/avif", "image/webp"]
    assert picture.xpath(".//img/@src")[0].endswith("/w1600.jpg")  # for all others
    for srcset in picture.xpath(".//@srcset"):
        assert [one.split()[1] for one in srcset.split(", ")] == ["480w", "960w", "1600w"]


def test_size_of_every_picture_is_known_before_it_loads(client: Client) -> None:
    page = placed(client)
    for image in page.xpath("//main//img"):
        assert (image.get("width"), image.get("height")) == ("640", "400")
    assert all(source.get("sizes") for source in page.xpath("//main//source"))


def test_lead_comes_first_and_the_others_when_they_are_near(client: Client) -> None:
    lead, other = placed(client).xpath("//main//img")
    assert (lead.get("fetchpriority"), lead.get("loading")) == ("high", None)
    assert (other.get("fetchpriority"), other.get("loading")) == (None, "lazy")


def test_caption_is_flag_words_and_credit_in_this_order(client: Client) -> None:
    page = placed(client, is_file_photo=True)
    assert words(page.xpath("//figure/figcaption")[0]) == (
        "FILE PHOTO. The harbour at dawn © Harbour Pictures / Ada Moreno"
    )
    (credit, *_rest) = page.xpath("//figure/figcaption/span[@class='credit']")
    assert credit.get("dir") == "auto"


def test_card_is_cut_to_the_shape_of_cards(client: Client) -> None:
    make_article(lead_image=make_image(renditions=True, file=picture_file(width=1600)))
    (image,) = fetch(client, "/").xpath("//main//img")
    width, height = int(image.get("width")), int(image.get("height"))
    assert (width, height) == (600, 400)
    for srcset in fetch(client, "/").xpath("//main//@srcset"):
        assert all("/c" in one for one in srcset.split(", "))


# --- Made by a machine --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"digital_source_type": TRAINED}, "AI-GENERATED PICTURE."),
        ({"digital_source_type": f"{IPTC}algorithmicMedia/"}, "AI-GENERATED PICTURE."),
        ({"kind": Image.Kind.AI}, "AI-GENERATED PICTURE."),
        ({"digital_source_type": PARTLY}, "PARTLY AI-GENERATED PICTURE."),
    ],
)
def test_picture_that_a_machine_made_says_so_wherever_it_stands(
    client: Client, fields: dict[str, Any], label: str
) -> None:
    page = placed(client, **fields)
    assert [words(one) for one in page.xpath("//figcaption/*[@class='flag']")] == [label, label]
    assert label in words(fetch(client, "/").xpath("//main//figcaption")[0])
    (description,) = find(xml(client.get("/feed/")), "//media:description/text()")
    assert description.startswith(label)
    (image, *_shapes) = data_blocks(page)[0]["image"]
    assert image["digitalSourceType"] == fields.get("digital_source_type", TRAINED)


def test_photograph_bears_no_such_label(client: Client) -> None:
    page = placed(client, digital_source_type=f"{IPTC}digitalCapture")
    assert not page.xpath("//figcaption/*[@class='flag']")


@pytest.mark.parametrize(
    ("term", "how_much"),
    [
        ("", Synthetic.NO),
        (
            "https://cv.iptc.org/newscodes/digitalsourcetype/TrainedAlgorithmicMedia",
            Synthetic.WHOLE,
        ),
        ("trainedAlgorithmicMedia", Synthetic.WHOLE),
        ("digsrctype:compositeSynthetic", Synthetic.PARTS),
        (f"{IPTC}algorithmicallyEnhanced", Synthetic.NO),
        (f"{IPTC}compositeCapture", Synthetic.NO),
    ],
)
def test_term_is_understood_in_every_spelling(term: str, how_much: Synthetic) -> None:
    assert synthetic(term) == how_much


# --- For machines -------------------------------------------------------------------------------


def test_data_names_maker_licence_and_where_to_get_one(client: Client) -> None:
    page = placed(
        client,
        creators=["Zoë Lind", "Harbour Pictures"],
        copyright_notice="© 2024 Zoë Lind",
        web_statement="https://harbour.example/rights",
        licensor_url="https://harbour.example/buy",
    )
    image = data_blocks(page)[0]["image"][0]
    assert image["creator"] == [
        {"@type": "Person", "name": "Zoë Lind"},
        {"@type": "Organization", "name": "Harbour Pictures"},
    ]
    assert image["copyrightNotice"] == "© 2024 Zoë Lind"
    assert image["license"] == "https://harbour.example/rights"
    assert image["acquireLicensePage"] == "https://harbour.example/buy"
    assert (image["width"], image["height"]) == (640, 400)


def test_agency_is_the_maker_where_no_person_is_named(client: Client) -> None:
    image = data_blocks(placed(client, creators=[]))[0]["image"][0]
    assert image["creator"] == [{"@type": "Organization", "name": "Harbour Pictures"}]


def test_search_engines_get_their_shapes_and_links_a_wide_preview(client: Client) -> None:
    image = make_image(renditions=True, file=picture_file("large.png", width=2400, height=1400))
    page = fetch(client, make_article(lead_image=image).get_absolute_url())
    whole, *shapes = data_blocks(page)[0]["image"]
    assert whole["creditText"] == image.credit
    assert [one.rpartition("/")[2] for one in shapes] == ["16x9.jpg", "4x3.jpg", "1x1.jpg"]
    for one in shapes:
        data = fetch_file(client, "/" + one.split("/", 3)[3])[1]
        assert read(io.BytesIO(data)).credit_line.value == image.credit
    assert meta(page, "og:image")[0].endswith("/16x9.jpg")
    assert meta(page, "og:image:width") == ["1200"]
    assert meta(page, "og:image:alt") == [image.alt_text]


def test_preview_of_a_small_picture_is_the_whole_of_it(client: Client) -> None:
    page = placed(client)
    assert meta(page, "og:image:width") == ["640"]


def test_feed_names_who_made_and_who_delivered_a_picture(client: Client) -> None:
    image = make_image(
        renditions=True,
        distributor=Provider.objects.named("Getty Images"),
        copyright_notice="© 2024 Harbour",
    )
    make_article(lead_image=image)
    feed = xml(client.get("/feed/"))
    rows = [(one.get("role"), one.text) for one in find(feed, "//media:credit")]
    assert rows == [
        (None, image.credit),
        ("photographer", "Ada Moreno"),
        ("distribution company", "Getty Images"),
        ("distribution company", "Harbour Pictures"),
    ]
    assert {one.get("scheme") for one in find(feed, "//media:credit")} == {"urn:ebu"}
    assert find(feed, "//media:copyright/text()") == ["© 2024 Harbour"]
