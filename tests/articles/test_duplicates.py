"""The same file twice is refused; what looks alike is found, also mirrored, by index."""

from __future__ import annotations

import io
import random

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageEnhance

from articles.imaging import fingerprint
from articles.imaging.fingerprint import Looks, bands, distance, looks, neighbours
from articles.models import Duplicate, Image
from articles.models.image_queries import near
from tests.factories import make_image, make_user
from tests.pictures import picture_file


def photograph(seed: int = 1, size: tuple[int, int] = (640, 400)) -> Pillow.Image:
    """Large soft shapes, as in a photograph, different for every seed."""
    dice = random.Random(seed)
    small = Pillow.new("L", (12, 8))
    small.putdata([dice.randrange(256) for _ in range(96)])
    return small.resize(size, Pillow.Resampling.BICUBIC).convert("RGB")


def jpeg(picture: Pillow.Image, quality: int) -> Pillow.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Pillow.open(io.BytesIO(out.getvalue()))


def test_looks_survive_what_agencies_do_to_a_picture() -> None:
    picture = photograph()
    one = looks(picture).dhash
    width, height = picture.size
    others = [
        picture.resize((1600, 1000)),
        jpeg(picture, 40),
        picture.convert("L"),
        ImageEnhance.Brightness(picture).enhance(1.2),
        picture.crop((8, 5, width - 8, height - 5)),
    ]
    assert max(distance(one, looks(other).dhash) for other in others) <= fingerprint.ALIKE


def test_mirrored_picture_is_found_by_its_mirrored_looks() -> None:
    picture = photograph()
    flipped = picture.transpose(Pillow.Transpose.FLIP_LEFT_RIGHT)
    assert distance(looks(picture).dhash, looks(flipped).mirrored) <= 2
    assert distance(looks(picture).dhash, looks(flipped).dhash) > fingerprint.ALIKE


def test_different_pictures_look_different() -> None:
    seen = [looks(photograph(seed)).dhash for seed in range(20)]
    pairs = [distance(a, b) for i, a in enumerate(seen) for b in seen[:i]]
    assert min(pairs) > fingerprint.ALIKE


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_have_looks(mode: str) -> None:
    assert looks(Pillow.new(mode, (3, 2))) == looks(Pillow.new("RGB", (30, 20)))


HASHES = st.integers(0, 2**64 - 1)
FLIPS = st.sets(st.integers(0, 63), max_size=fingerprint.ALIKE)


@given(HASHES, FLIPS)
def test_every_fingerprint_within_ten_bits_shares_a_looked_up_band(
    dhash: int, flips: set[int]
) -> None:
    other = dhash ^ sum(1 << bit for bit in flips)
    found = zip(bands(other), neighbours(dhash), strict=True)
    assert any(band in values for band, values in found)


def add_looks(hashes: list[int]) -> None:
    """Rows that only have a fingerprint."""
    names = ("dhash_0", "dhash_1", "dhash_2", "dhash_3")
    Image.objects.bulk_create(
        (
            Image(dhash=f"{dhash:016x}", **dict(zip(names, bands(dhash), strict=True)))
            for dhash in hashes
        ),
        batch_size=500,
    )


@pytest.mark.django_db
def test_search_finds_exactly_what_is_within_ten_bits() -> None:
    dice = random.Random(7)
    wanted = dice.getrandbits(64)
    hashes = [dice.getrandbits(64) for _ in range(2_000)]
    flips = (dice.sample(range(64), bits) for bits in range(16))
    hashes += [wanted ^ sum(1 << bit for bit in bits) for bits in flips]
    add_looks(hashes)
    mirrored = dice.getrandbits(64)
    found = Image.objects.alike(Looks(wanted, mirrored))
    assert [bits for _image, bits in found] == list(range(11))
    assert Image.objects.alike(Looks(mirrored, wanted)) == found


@pytest.mark.django_db
def test_search_reads_no_table(django_assert_max_num_queries: object) -> None:
    add_looks([random.Random(3).getrandbits(64) for _ in range(500)])
    rows = Image.objects.filter(near(random.Random(4).getrandbits(64)), ~Q(pk=1)).values("pk")
    plan = rows.order_by().explain()
    if connection.vendor == "sqlite":
        assert "SCAN" not in plan
        assert "dhash_0" in plan


@pytest.mark.django_db
def test_picture_knows_its_look_alikes_and_their_credits() -> None:
    image, other, _third = (make_image() for _ in range(3))
    looked = looks(photograph())
    image.note_looks(looked)
    other.note_looks(Looks(looked.dhash ^ 0b111, looked.mirrored ^ 0b111))
    image.refresh_from_db()
    ((found, bits),) = image.look_alikes()
    assert (found, bits, found.credit) == (other, 3, "© Harbour Pictures / Ada Moreno")


@pytest.mark.django_db
def test_picture_without_looks_has_no_look_alikes() -> None:
    assert make_image().look_alikes() == []


@pytest.mark.django_db
def test_very_same_file_is_refused_and_the_picture_named() -> None:
    file = picture_file()
    image = make_image(file=file, caption="Ships")
    file.seek(0)
    with pytest.raises(Duplicate, match="in the library already: “Ships”") as refusal:
        Image.objects.upload(file)
    assert refusal.value.image == image
    assert Image.objects.same_file(file) == image
    assert Image.objects.count() == 1


@pytest.mark.django_db
def test_file_of_a_killed_picture_does_not_come_back() -> None:
    file = picture_file()
    make_image(file=file).kill(by=make_user(), reason="The agency withdrew it.")
    file.seek(0)
    with pytest.raises(Duplicate, match="was killed"):
        Image.objects.upload(file)


@pytest.mark.django_db
def test_picture_may_get_its_own_file_again() -> None:
    file = picture_file()
    image = make_image(file=file)
    file.seek(0)
    image.file = file
    image.save()
    assert Image.objects.get().sha256 == image.sha256


@pytest.mark.django_db
def test_database_refuses_the_same_file_from_two_uploads_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = picture_file()
    image = make_image(file=file)
    file.seek(0)
    real, asked = Image.objects.of_file, []

    def blind_once(digest: str) -> object:
        asked.append(digest)
        return Image.objects.none() if len(asked) == 1 else real(digest)

    monkeypatch.setattr(Image.objects, "of_file", blind_once)
    with pytest.raises(Duplicate) as refusal:
        Image(file=file).save()
    assert refusal.value.image == image


@pytest.mark.django_db
def test_pictures_without_a_file_are_not_the_same() -> None:
    for _ in range(2):
        Image.objects.create(caption="Wanted")
    twins = [Image(sha256="a" * 64, public_id=name) for name in "ab"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.bulk_create(twins)
