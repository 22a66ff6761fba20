"""The command import_article: wire copy becomes an article, all of it or nothing."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from articles.models import Article, Image, ImageUse, Rendition
from tests.factories import make_image, make_section
from tests.pictures import picture_file
from tests.reading import data_blocks, fetch, story, words

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
TRAINS = SAMPLES / "night-trains.txt"
HEADLINE = "Night trains return to the coast"
CREDIT = "© North Light / Ana Petrov; Meridian"


def run(file: Path | str, *options: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("import_article", str(file), *options, stdout=out)
    return out.getvalue().strip()


def refusal(file: Path | str, *options: str) -> str:
    """The sentence with which the command refuses."""
    with pytest.raises(CommandError) as error:
        run(file, *options)
    return str(error.value)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the newsroom, with its times."""
    models = [m for m in apps.get_app_config("articles").get_models() if m._meta.managed]
    return {m.__name__: list(m._default_manager.order_by("pk").values()) for m in models}


def changed_copy(folder: Path, old: str, new: str) -> Path:
    text = TRAINS.read_text(encoding="utf-8")
    assert old in text
    copy = folder / "changed.txt"
    copy.write_text(text.replace(old, new), encoding="utf-8")
    return copy


def test_copy_becomes_a_draft() -> None:
    said = run(TRAINS)
    article = Article.objects.get()
    assert said == f"created: “{HEADLINE}” (draft) {article.get_absolute_url()}"
    assert article.headline == HEADLINE
    assert article.standfirst.startswith("After eleven years")
    assert (article.section.name, article.section.slug) == ("Rail & Road", "rail-road")
    assert not article.is_visible


def test_published_copy_is_a_page(client: Client) -> None:
    said = run(TRAINS, "--publish", "--date", "2024-05-14")
    address = "/2024/05/night-trains-return-to-the-coast/"
    assert said == f"created: “{HEADLINE}” (published) {address}"
    page = fetch(client, address)
    assert words(page.xpath("//h1")[0]) == HEADLINE
    assert "39 crowns & a berth" in words(story(page))


def test_without_a_date_the_address_is_under_this_month() -> None:
    with time_machine.travel(datetime(2031, 2, 3, 12, tzinfo=UTC), tick=False):
        said = run(TRAINS, "--publish")
    assert said.endswith("/2031/02/night-trains-return-to-the-coast/")


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "UTC"])
@pytest.mark.parametrize("day", ["2024-05-01", "2024-05-31", "1000-01-01", "9998-12-31"])
def test_date_is_a_day_of_the_newsrooms_time_zone(settings: Settings, zone: str, day: str) -> None:
    settings.TIME_ZONE = zone
    said = run(TRAINS, "--publish", "--date", day)
    assert f"/{day[:4]}/{day[5:7]}/" in said


def test_dated_today_the_article_is_visible_at_once() -> None:
    with time_machine.travel(datetime(2024, 5, 14, 0, 5, tzinfo=UTC), tick=False):
        run(TRAINS, "--publish", "--date", "2024-05-14")
        assert Article.objects.published().count() == 1


@pytest.mark.parametrize("day", ["2024-13-01", "2024-02-30", "yesterday", "0001-01-01", "9999-1-1"])
def test_bad_date_gets_a_sentence(day: str) -> None:
    assert refusal(TRAINS, "--date", day) == f"--date must be a day like 2024-05-14, not {day!r}."
    assert not Article.objects.exists()


def test_same_text_again_changes_nothing(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    run(TRAINS, "--publish")
    before = everything()
    with django_capture_on_commit_callbacks() as callbacks:
        said = [run(TRAINS), run(TRAINS, "--publish", "--update", "--date", "2020-01-01")]
    assert all(line.startswith(f"unchanged: “{HEADLINE}” (published)") for line in said)
    assert everything() == before
    assert not callbacks


def test_same_words_typed_otherwise_are_the_same_text(tmp_path: Path) -> None:
    run(TRAINS)
    copy = tmp_path / "windows.txt"
    copy.write_bytes(TRAINS.read_bytes().replace(b"\n", b"\r\n").replace(b" Half", b"  Half"))
    assert run(copy).startswith("unchanged:")


def test_unchanged_draft_is_published_when_asked() -> None:
    run(TRAINS)
    assert run(TRAINS, "--publish").startswith(f"unchanged: “{HEADLINE}” (now published)")
    assert Article.objects.get().is_visible


def test_changed_text_updates_a_draft(tmp_path: Path) -> None:
    run(TRAINS)
    address = Article.objects.get().get_absolute_url()
    said = run(changed_copy(tmp_path, "six carriages", "nine carriages"))
    assert said == f"updated: “{HEADLINE}” (draft) {address}"
    assert "nine carriages" in Article.objects.get().body


def test_changed_text_of_a_published_article_is_refused(tmp_path: Path) -> None:
    run(TRAINS, "--publish")
    before = everything()
    sentence = refusal(changed_copy(tmp_path, "six carriages", "nine carriages"))
    assert HEADLINE in sentence
    assert "--update" in sentence
    assert everything() == before


def test_changed_text_of_a_published_article_is_taken_with_update(
    client: Client, tmp_path: Path
) -> None:
    run(TRAINS, "--publish", "--date", "2024-05-14")
    copy = changed_copy(tmp_path, "six carriages", "nine carriages")
    said = run(copy, "--update", "--date", "2023-01-01")
    assert said.startswith(f"updated: “{HEADLINE}” (published) /2024/05/")
    page = fetch(client, Article.objects.get().get_absolute_url())
    assert "nine carriages" in words(story(page))


def test_section_and_headline_are_the_identity(tmp_path: Path) -> None:
    run(TRAINS)
    shouted = changed_copy(tmp_path, f"{HEADLINE}\n", f"{HEADLINE.upper()}\n")
    assert run(shouted).startswith("updated:")
    assert run(changed_copy(tmp_path, "Rail & Road\n", "Travel\n")).startswith("created:")
    assert Article.objects.count() == 2


def test_a_headline_that_folds_into_more_letters_is_recognised(tmp_path: Path) -> None:
    copy = changed_copy(tmp_path, HEADLINE, "ΐ" * 200)
    run(copy)
    assert run(copy).startswith("unchanged:")


def test_known_section_is_found_whatever_its_case() -> None:
    section = make_section("RAIL & ROAD")
    run(TRAINS)
    assert Article.objects.get().section == section


def test_picture_of_the_copy_is_wanted_and_not_placed(client: Client) -> None:
    run(TRAINS, "--publish")
    image = Image.objects.get()
    assert image.credit == CREDIT
    assert image.caption == "The last sleeper before the line closed"
    assert image.flag == "FILE PHOTO."
    assert image.status == Image.Status.INCOMPLETE
    article = Article.objects.get()
    assert not article.placed_image_ids()
    assert [use.role for use in article.image_uses.all()] == [ImageUse.Role.WANTED]
    page = fetch(client, article.get_absolute_url())
    assert not page.xpath("//main//figure | //main//img")
    assert all("image" not in block for block in data_blocks(page))


def test_changed_picture_line_changes_the_wanted_picture(tmp_path: Path) -> None:
    run(TRAINS)
    run(changed_copy(tmp_path, "FILE PHOTO. The last", "HANDOUT. The first"))
    image = Image.objects.get()
    assert (image.caption, image.flag) == ("The first sleeper before the line closed", "HANDOUT.")
    assert ImageUse.objects.get().image == image


def test_copy_that_drops_its_picture_wants_none(tmp_path: Path) -> None:
    run(TRAINS)
    line = next(line for line in TRAINS.read_text(encoding="utf-8").splitlines() if "©" in line)
    run(changed_copy(tmp_path, f"{line}\n\n", ""))
    assert not ImageUse.objects.exists()


@pytest.mark.parametrize("is_placed", [True, False])
def test_picture_that_has_its_file_by_now_is_not_wanted_twice(
    tmp_path: Path, is_placed: bool
) -> None:
    run(TRAINS)
    image = Image.objects.get()
    image.file, image.caption, image.alt_text = picture_file(), "The last sleeper", "A blue train"
    image.save()
    if is_placed:
        article = Article.objects.get()
        article.lead_image = image
        article.save()
    run(changed_copy(tmp_path, "six carriages", "nine carriages"))
    assert Image.objects.get().caption == "The last sleeper"
    assert ImageUse.objects.get().role == ("lead" if is_placed else "wanted")


def test_malformed_copy_is_refused_with_file_and_line_and_leaves_nothing(tmp_path: Path) -> None:
    before = everything()
    copy = changed_copy(tmp_path, "A", "A")
    copy.write_text("Rail\n\nTrains\n\nLate\n\nA sleeper ©\n\nText\n", encoding="utf-8")
    expected = f"{copy}: Line 7: the picture line names nobody after its ©."
    assert refusal(copy, "--publish") == expected
    assert everything() == before


def test_failure_on_the_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("the disk is full")

    before = everything()
    monkeypatch.setattr(type(ImageUse.objects), "want", fail)
    with pytest.raises(RuntimeError):
        run(TRAINS)
    assert everything() == before


def test_update_that_cannot_be_published_is_not_stored(tmp_path: Path) -> None:
    run(TRAINS)
    article = Article.objects.get()
    article.lead_image = make_image(creators=[], provider=None)
    article.save()
    before = everything()
    sentence = refusal(changed_copy(tmp_path, "six carriages", "nine carriages"), "--publish")
    assert sentence == "The picture “The harbour at dawn” cannot be printed: it has no credit."
    assert everything() == before


def test_file_that_cannot_be_read_gets_a_sentence(tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    assert refusal(missing) == f"{missing}: No such file or directory."
    assert refusal(tmp_path) == f"{tmp_path}: Is a directory."


@pytest.mark.skipif(not os.environ.get("BYLINE_SAMPLES"), reason="BYLINE_SAMPLES is not set.")
def test_seed_article_becomes_the_page_that_was_ordered(client: Client) -> None:
    seed = Path(os.environ["BYLINE_SAMPLES"]) / "seed-article.txt"
    if not seed.exists():
        pytest.skip(f"{seed} does not exist.")
    address = "/2024/05/kiev-sends-reserves-to-kharkov/"
    assert address in run(seed, "--publish", "--date", "2024-05-14")
    article = Article.objects.select_related("section").get()
    assert article.section.name == "Russia & Former Soviet Union"
    image = Image.objects.get()
    assert image.credit == "© Getty Images / Diego Herrera Carcedo; Anadolu"
    assert (image.caption, image.flag) == ("Ukrainian soldiers", "FILE PHOTO.")
    assert not Rendition.objects.exists()
    page = fetch(client, address)
    assert words(page.xpath("//h1")[0]) == "Kiev sends reserves to Kharkov"
    assert not page.xpath("//main//figure | //main//img")
    inset = story(page).xpath(".//aside")[0]
    assert "Here’s what’s behind the advance" in words(inset)
    assert not inset.xpath(".//a")
    before = everything()
    assert run(seed, "--publish").startswith("unchanged:")
    assert everything() == before
