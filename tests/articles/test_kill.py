"""KILL: one act takes a picture away everywhere; it is kept with its reason, and can be undone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles.body import Figure
from articles.changes import pages_changed
from articles.imaging.fingerprint import Looks
from articles.models import Article, Image
from articles.tasks import make_renditions
from tests.factories import make_article, make_image, make_user
from tests.reading import data_blocks, fetch

pytestmark = pytest.mark.django_db

REASON = "The agency withdrew it: the caption is false."


def public_files() -> list[str]:
    root = Path(default_storage.path("."))
    return [path.name for path in root.rglob("*") if path.is_file()]


def test_killed_picture_leaves_page_list_feed_and_data_at_once(client: Client) -> None:
    image = make_image(renditions=True)
    article = make_article(lead_image=image, body=f"<p>It did.</p>{Figure(image.pk)}")
    address = image.renditions.get(spec="w480", extension="jpg").get_absolute_url()
    assert image.credit in client.get(article.get_absolute_url()).text
    image.kill(by=make_user(), reason=REASON)
    document = fetch(client, article.get_absolute_url())
    assert not document.xpath("//figure | //picture")
    assert "image" not in data_blocks(document)[0]
    for page in ("/", "/section/city/", "/feed/"):
        assert image.credit not in client.get(page).text
    assert client.get(address).status_code in {404, 410}


def test_public_files_are_deleted_once_the_kill_is_stored(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    image = make_image(renditions=True)
    assert public_files()
    with django_capture_on_commit_callbacks(execute=True):
        image.kill(reason=REASON)
        assert public_files()
    assert not public_files()
    assert image.file.storage.exists(image.file.name)


def test_every_page_that_showed_it_is_announced(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    image = make_image()
    leading = make_article("One", lead_image=image)
    placing = make_article("Two", body=f"<p>It did.</p>{Figure(image.pk)}")
    told: set[str] = set()

    def listen(tags: tuple[str, ...], **kwargs: object) -> None:
        told.update(tags)

    pages_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        image.kill(reason=REASON)
    pages_changed.disconnect(listen)
    assert told == {f"image:{image.pk}", "lists", f"article:{leading.pk}", f"article:{placing.pk}"}


def test_articles_that_used_it_are_listed_published_or_not() -> None:
    image = make_image()
    first = make_article("One", lead_image=image)
    draft = make_article("Two", publish=False, body=f"<p>It did.</p>{Figure(image.pk)}" * 2)
    make_article("Three")
    image.kill(reason=REASON)
    assert set(image.articles()) == {first, draft}
    assert image.articles().count() == 2


def test_history_keeps_who_killed_it_and_why() -> None:
    image, ada = make_image(), make_user()
    image.kill(by=ada, reason=REASON)
    image.revive(by=ada, reason="They were wrong.")
    revived, killed, *_ = image.history.all()
    assert (killed.history_user, killed.kill_reason) == (ada, REASON)
    assert (killed.history_change_reason, killed.status) == (f"Killed: {REASON}", "killed")
    assert (revived.history_change_reason, revived.kill_reason) == ("Revived. They were wrong.", "")


def test_kill_needs_a_reason() -> None:
    image = make_image()
    with pytest.raises(ValidationError, match="Say why"):
        image.kill(reason=" ")
    assert Image.objects.get().killed_at is None


def test_second_kill_changes_nothing() -> None:
    image = make_image()
    image.kill(reason=REASON)
    killed_at = image.killed_at
    image.kill(reason="Another")
    assert (image.killed_at, image.kill_reason) == (killed_at, REASON)


def test_killed_picture_cannot_be_published_anew() -> None:
    image = make_image()
    image.kill(reason=REASON)
    with pytest.raises(ValidationError, match="it was killed: The agency withdrew it"):
        make_article(lead_image=image)


def test_worker_makes_no_files_of_a_killed_picture() -> None:
    image = make_image()
    image.kill(reason=REASON)
    assert make_renditions.func(image.pk) == 0
    assert not public_files()


def test_edit_does_not_revive_it() -> None:
    image = make_image()
    image.kill(reason=REASON)
    again = Image.objects.get(pk=image.pk)
    again.caption = "Another"
    again.save()
    assert Image.objects.get().status == "killed"


def test_form_that_was_open_during_the_kill_does_not_revive_it() -> None:
    image, reason = make_image(), "Another reason"
    open_form = Image.objects.get(pk=image.pk)
    image.kill(reason=REASON)
    open_form.caption, open_form.kill_reason = "Another", reason
    open_form.save()
    stored = Image.objects.get()
    assert (stored.status, stored.kill_reason, stored.caption) == ("killed", REASON, "Another")


def test_kill_of_an_older_copy_keeps_what_was_typed_since() -> None:
    image = make_image()
    older = Image.objects.get(pk=image.pk)
    image.caption = "Typed since"
    image.save()
    older.kill(reason=REASON)
    assert Image.objects.get().caption == "Typed since"


def test_older_copy_keeps_what_articles_and_the_worker_noted() -> None:
    image = make_image(one_time_use=True)
    older = Image.objects.get(pk=image.pk)
    article = make_article(lead_image=image)
    image.note_looks(Looks(5, 9))
    older.save()
    stored = Image.objects.get()
    assert (stored.printed_in, int(stored.dhash, 16)) == (article, 5)


def test_clock_does_not_overrule_a_kill() -> None:
    image = make_image(valid_until=timezone.now() + timedelta(hours=1))
    older = Image.objects.get(pk=image.pk)
    image.kill(reason=REASON)
    older.settle()
    assert Image.objects.get().status == "killed"


def test_revived_picture_returns_under_a_new_address(client: Client) -> None:
    image = make_image(renditions=True)
    article = make_article(lead_image=image)
    old = image.public_id
    image.kill(reason=REASON)
    image.revive()
    assert Image.objects.get().status == "ready"
    assert image.public_id != old
    assert not Article.objects.get().problems()
    make_renditions.func(image.pk)
    assert image.credit in client.get(article.get_absolute_url()).text


def test_reviving_what_lives_changes_nothing() -> None:
    image = make_image()
    before = image.history.count()
    image.revive()
    assert image.history.count() == before
