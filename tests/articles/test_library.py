"""The picture library in the admin: found, filtered, changed together, killed, reported."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import BulkChange, Image, Provider
from articles.models.image_search import index
from tests.factories import make_article, make_image, make_section, make_user
from tests.pictures import picture_bytes, picture_file
from tests.reading import fetch, fetch_file, words

pytestmark = pytest.mark.django_db

LIBRARY = "/admin/articles/image/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("ada", "Editor"))
    return client


def found(client: Client, query: str) -> set[str]:
    """The captions that a list of the library shows."""
    page = fetch(client, f"{LIBRARY}?{query}")
    rows = page.xpath('//table[@id="result_list"]/tbody/tr//*[@class="field-__str__"]')
    return {words(cell) for cell in rows}


def test_words_of_caption_credit_and_people_find_a_picture(editor: Client) -> None:
    one = make_image(caption="Old lighthouse", people=["Zoë Müller"], city="Port Arden")
    index([one.pk, make_image(caption="Market").pk])
    for asked in ("lighthouse", "LIGHT", "zoe muller", "port+arden+lighth", "moreno+lighthouse"):
        assert found(editor, f"q={asked}") == {"Old lighthouse"}, asked
    assert found(editor, "q=nowhere") == set()
    assert found(editor, "q=%22lighthouse+*") == {"Old lighthouse"}


def test_a_word_changed_is_found_once_the_worker_has_run(editor: Client) -> None:
    one = make_image(caption="Old lighthouse")
    index([one.pk])
    one.caption = "Old windmill"
    one.save()
    index([one.pk])
    assert found(editor, "q=windmill") == {"Old windmill"}
    assert found(editor, "q=lighthouse") == set()


def test_facets_narrow_the_library(editor: Client) -> None:
    used = make_image(caption="Used", valid_until=timezone.now() + timedelta(days=3))
    make_article(lead_image=used, section=make_section("Sport"))
    make_image(caption="Silent", alt_text="")
    make_image(caption="Nameless", creators=[], provider=None)
    make_image(caption="Gone", valid_until=timezone.now() - timedelta(days=1))
    everything = {"Used", "Silent", "Nameless", "Gone"}
    assert found(editor, "use=used") == {"Used"}
    assert found(editor, "use=unused") == everything - {"Used"}
    assert found(editor, f"section={make_section('Sport').pk}") == {"Used"}
    assert found(editor, "report=no-alt") == {"Silent"}
    assert found(editor, "report=no-credit") == {"Nameless"}
    assert found(editor, "report=expiring") == {"Used"}
    assert found(editor, "rights=expired") == {"Gone"}
    assert found(editor, "orientation=landscape") == everything
    assert found(editor, "orientation=portrait") == set()
    provider = Provider.objects.named("Harbour Pictures")
    assert provider is not None
    assert found(editor, f"provider__id__exact={provider.pk}") == everything - {"Nameless"}


@pytest.mark.parametrize("query", ["section=x", "rights=x", "use=", "report=none", "p=9999", "q=*"])
def test_nonsense_in_the_address_breaks_nothing(editor: Client, query: str) -> None:
    assert editor.get(f"{LIBRARY}?{query}", follow=True).status_code == 200


def test_a_picture_that_readers_miss_since_its_time_is_over_is_reported(editor: Client) -> None:
    one = make_image(caption="Shown")
    make_article(lead_image=one)
    Image.objects.filter(pk=one.pk).update(
        valid_until=timezone.now() - timedelta(hours=1),
        shown_until=timezone.now() - timedelta(hours=1),
    )
    assert found(editor, "report=used-expired") == {"Shown"}


def test_the_list_costs_the_same_with_any_number_of_pictures(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    make_image()
    editor.get(LIBRARY)
    with django_assert_max_num_queries(15) as few:
        editor.get(LIBRARY)
    for _ in range(6):
        make_image()
    with django_assert_max_num_queries(len(few)):
        editor.get(LIBRARY)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it is SQLite's plan")
def test_search_begins_with_the_words_and_not_with_the_pictures() -> None:
    """The other way round every picture asks for the words: minutes in a large library."""
    plan = Image.objects.all().matching("harbour dawn").explain()
    assert plan.index("VIRTUAL TABLE") < plan.index("SEARCH U1 USING INTEGER PRIMARY KEY")


def together(images: list[Image], **values: Any) -> dict[str, Any]:
    numbers = [image.pk for image in images]
    return {"action": "change_together", "_selected_action": numbers, "together": "1", **values}


def test_credit_and_rights_of_several_are_changed_and_given_back(editor: Client) -> None:
    one, two = make_image(caption="One"), make_image(caption="Two", creators=["Bo Lind"])
    agency = Provider.objects.named("Quay Agency")
    assert agency is not None
    sent = together(
        [one, two], creators="Mara Voss, Ilja Renn", provider=agency.pk, no_archive="yes"
    )
    answer = editor.post(LIBRARY, sent, follow=True)
    assert "2 pictures changed." in answer.text
    for image in Image.objects.all():
        assert image.credit == "© Quay Agency / Mara Voss, Ilja Renn"
        assert image.no_archive
        assert image.history.count() == 2
        assert image.status == Image.Status.RESTRICTED
    change = BulkChange.objects.get()
    page = f"{LIBRARY}together/{change.pk}/"
    assert "One" in editor.get(page).text
    editor.post(page)
    states = set(Image.objects.values_list("caption", "status"))
    assert states == {("One", "ready"), ("Two", "ready")}
    assert Image.objects.get(caption="Two").creators == ["Bo Lind"]
    assert not Image.objects.filter(no_archive=True).exists()
    assert "Undone on" in editor.get(page).text


def test_undo_leaves_alone_what_was_changed_since(editor: Client) -> None:
    one, two = make_image(caption="One"), make_image(caption="Two")
    editor.post(LIBRARY, together([one, two], creators="Mara Voss"))
    later = Image.objects.get(caption="Two")
    later.creators = ["Somebody Else"]
    later.save()
    change = BulkChange.objects.get()
    answer = editor.post(f"{LIBRARY}together/{change.pk}/", follow=True)
    assert "“Two”" in answer.text
    assert Image.objects.get(caption="One").creators == ["Ada Moreno"]
    assert Image.objects.get(caption="Two").creators == ["Somebody Else"]


def test_a_field_can_be_emptied_in_all(editor: Client) -> None:
    one = make_image(credit_override="Wrong line")
    editor.post(LIBRARY, together([one], emptied=["credit_override"]))
    assert Image.objects.get().credit == "© Harbour Pictures / Ada Moreno"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Nothing is to be changed"),
        ({"provider": "9999999"}, "Select a valid choice"),
        ({"valid_until_0": "tomorrow", "valid_until_1": "9"}, "Enter a valid date"),
        ({"creators": "A", "emptied": ["creators"]}, "not both"),
    ],
)
def test_a_change_that_cannot_be_comes_back_with_a_sentence(
    editor: Client, values: dict[str, Any], sentence: str
) -> None:
    answer = editor.post(LIBRARY, together([make_image()], **values))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not BulkChange.objects.exists()


def test_reporters_change_nothing_together_and_kill_nothing(client: Client) -> None:
    image = make_image()
    client.force_login(make_user("bo", "Reporter"))
    client.post(LIBRARY, together([image], creators="Me"))
    assert Image.objects.get().creators == ["Ada Moreno"]
    assert client.get(f"{LIBRARY}{image.pk}/kill/").status_code == 403
    assert client.post(f"{LIBRARY}{image.pk}/kill/", {"reason": "no"}).status_code == 403
    assert client.post(f"{LIBRARY}together/1/").status_code == 403


def test_a_killed_picture_is_gone_and_can_come_back(editor: Client, client: Client) -> None:
    image = make_image(renditions=True)
    article = make_article(lead_image=image)
    page = editor.get(f"{LIBRARY}{image.pk}/kill/")
    assert "Harbour reopens" in page.text
    assert editor.post(f"{LIBRARY}{image.pk}/kill/", {"reason": " "}).status_code == 422
    editor.post(f"{LIBRARY}{image.pk}/kill/", {"reason": "The agency withdrew it."})
    assert "<picture>" not in client.get(article.get_absolute_url()).text
    assert found(editor, "report=killed") == {"The harbour at dawn"}
    assert "The agency withdrew it." in editor.get(f"{LIBRARY}{image.pk}/change/").text
    editor.post(f"{LIBRARY}{image.pk}/kill/", {"reason": "It was another one."})
    assert Image.objects.get().status == Image.Status.READY


def test_the_page_of_a_picture_shows_what_its_file_says_and_where_they_differ(
    editor: Client,
) -> None:
    image = make_image(caption="Harbour")
    said = {
        "headline": {"value": "Storm at sea", "origin": "iim"},
        "credit_line": {"value": "Anadolu", "origin": "xmp"},
    }
    Image.objects.filter(pk=image.pk).update(embedded=said, headline="Calm at sea")
    page = editor.get(f"{LIBRARY}{image.pk}/change/").text
    assert "The file says “Storm at sea” (IIM)." in page
    assert "the file says Storm at sea, the form says Calm at sea" in page
    assert "the file says Anadolu, the form says Harbour Pictures" in page
    assert "credit line" in page


def test_a_file_that_is_known_is_refused_with_a_link_to_it(editor: Client) -> None:
    image = make_image(file=SimpleUploadedFile("a.jpg", picture_bytes("jpg")))
    sent = {"caption": "Again", "file": SimpleUploadedFile("b.jpg", picture_bytes("jpg"))}
    answer = editor.post(f"{LIBRARY}add/", sent)
    assert answer.status_code == 422
    assert f'href="{image.get_absolute_url()}"' in answer.text
    assert Image.objects.count() == 1


def test_the_focal_point_is_set_by_hand(editor: Client) -> None:
    image = make_image()
    editor.post(
        f"{LIBRARY}{image.pk}/change/", {"alt_text": "A", "focal_x": "0.2", "focal_y": "0.9"}
    )
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y, image.focal_source) == (0.2, 0.9, "manual")
    answer = editor.post(f"{LIBRARY}{image.pk}/change/", {"focal_x": "7", "focal_y": "0.9"})
    assert answer.status_code == 422


def test_crops_of_every_shape_are_shown(editor: Client) -> None:
    image = make_image(renditions=True, file=picture_file(width=1600, height=1200))
    page = fetch(editor, f"{LIBRARY}{image.pk}/change/")
    addresses = page.xpath('//*[@class="crops"]//img/@src')
    assert len(addresses) >= 3
    for address in addresses:
        answer, _ = fetch_file(editor, address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert editor.get(f"{LIBRARY}{image.pk}/crop/nonsense/").status_code == 404


def test_a_used_picture_cannot_be_deleted(editor: Client) -> None:
    image = make_image()
    make_article(lead_image=image)
    answer = editor.post(f"{LIBRARY}{image.pk}/delete/", {"post": "yes"})
    assert answer.status_code in {200, 403}
    assert "Harbour reopens" in answer.text or answer.status_code == 403
    assert Image.objects.filter(pk=image.pk).exists()


def test_the_history_names_who_changed_which_field(editor: Client) -> None:
    image = make_image()
    editor.post(f"{LIBRARY}{image.pk}/change/", {"caption": "New words", "alt_text": "A"})
    page = editor.get(f"{LIBRARY}{image.pk}/history/")
    assert page.status_code == 200
    assert "New words" in page.text
    assert "ada" in page.text


def test_reports_name_numbers_and_pictures(editor: Client) -> None:
    make_image(caption="Silent", alt_text="")
    page = fetch(editor, f"{LIBRARY}reports/")
    first = page.xpath('//section[@class="report"]')[0]
    assert words(first.xpath("./h2")[0]) == "Without alternative text 1"
    assert "Silent" in words(first)


def test_reports_cost_the_same_with_any_number_of_pictures(editor: Client) -> None:
    from django.db import connection

    counts = []
    for _ in range(2):
        make_image(alt_text="")
        with CaptureQueriesContext(connection) as queries:
            editor.get(f"{LIBRARY}reports/")
        counts.append(len(queries))
    assert counts[1] <= counts[0]
