"""The credit line: composed in the house's style or in the one that an agency asks for."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from articles import credits
from articles.credits import Credit, compose
from articles.models import Image, Provider, Style
from tests.factories import make_image

SEED = "© Getty Images / Diego Herrera Carcedo; Anadolu"
ADA = ("Ada Moreno",)
CC_BY = "https://creativecommons.org/licenses/by-sa/4.0/deed.en"
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
MARK = "https://creativecommons.org/publicdomain/mark/1.0/"


def provider(name: str, **fields: object) -> Provider:
    row = Provider.objects.named(name)
    assert row is not None
    for field, value in fields.items():
        setattr(row, field, value)
    row.save()
    return row


@pytest.mark.django_db
def test_seed_is_credited_word_for_word() -> None:
    image = Image(
        creators=["Diego Herrera Carcedo"],
        provider=Provider.objects.named("Anadolu"),
        distributor=Provider.objects.named("Getty Images"),
    )
    assert image.credit == SEED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("agency", "distributor", "line"),
    [
        ("Getty Images", "", "© Getty Images / Ada Moreno"),
        ("AP", "", "AP Photo/Ada Moreno"),
        ("Tidewater", "AP", "Ada Moreno/Tidewater via AP"),
        ("Reuters", "", "REUTERS/Ada Moreno"),
        ("AFP", "", "Ada Moreno / AFP"),
        ("AFP", "Getty Images", "© Getty Images / Ada Moreno; AFP"),
        ("Anadolu", "", "Ada Moreno/Anadolu"),
        ("dpa", "", "Ada Moreno/dpa"),
        ("dpa", "picture alliance", "Ada Moreno/dpa/picture alliance"),
        ("Tidewater", "", "© Tidewater / Ada Moreno"),
    ],
)
def test_each_agency_is_credited_as_it_asks(agency: str, distributor: str, line: str) -> None:
    named = Provider.objects.named
    image = Image(creators=list(ADA), provider=named(agency), distributor=named(distributor))
    assert image.credit == line


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("category", "line"),
    [
        ("staff", "© The Ledger / Ada Moreno"),
        ("handout", "The Ledger / Ada Moreno"),
        ("public-domain", "Ada Moreno / The Ledger, public domain"),
        ("wire", "© The Ledger / Ada Moreno"),
    ],
)
def test_kind_of_the_provider_decides_where_it_has_no_style(category: str, line: str) -> None:
    image = Image(creators=list(ADA), provider=provider("The Ledger", category=category))
    assert image.credit == line


@pytest.mark.django_db
def test_own_style_of_a_picture_goes_before_the_providers() -> None:
    image = Image(creators=list(ADA), provider=Provider.objects.named("Reuters"))
    image.credit_style = Style.HOUSE
    assert image.credit == "© Reuters / Ada Moreno"


@pytest.mark.django_db
def test_template_of_the_provider_goes_before_its_style() -> None:
    row = provider("Tidewater", credit_template="[Photo: {creators}, ]{provider}")
    assert Image(creators=list(ADA), provider=row).credit == "Photo: Ada Moreno, Tidewater"
    assert Image(provider=row).credit == "Tidewater"


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["{agency}", "[{creators}", "{creators", "only words"])
def test_template_that_cannot_be_filled_is_refused(template: str) -> None:
    with pytest.raises(ValidationError, match="is no part of a credit"):
        Provider(name="Tidewater", credit_template=template).full_clean()


@pytest.mark.parametrize(
    ("address", "line"),
    [
        (CC_BY, "© Ada Moreno, CC BY-SA 4.0"),
        (CC0, "Ada Moreno, CC0 1.0"),
        (MARK, "Ada Moreno, public domain"),
        ("https://example.org/rights", "© Ada Moreno"),
    ],
)
def test_copyright_is_claimed_only_where_somebody_has_one(address: str, line: str) -> None:
    assert Image(creators=list(ADA), web_statement=address).credit == line


@pytest.mark.parametrize("style", list(Style))
def test_no_style_claims_a_copyright_in_what_is_free(style: str) -> None:
    credit = Credit(ADA, "Tidewater", "Northlight")
    for licence in credits.licence_name(CC0), credits.licence_name(MARK):
        assert "©" not in compose(credit, style=style, licence=licence)


@pytest.mark.parametrize("style", list(Style))
def test_no_style_makes_a_line_of_nothing(style: str) -> None:
    assert compose(Credit(), style=style) == ""


@pytest.mark.django_db
def test_typed_line_goes_before_every_style() -> None:
    image = make_image(credit_override="Photo: A. M.", provider=Provider.objects.named("AP"))
    assert image.credit == "Photo: A. M."


NAMES = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=20)
CREDITS = st.builds(
    Credit,
    st.lists(NAMES, max_size=3, unique=True).map(tuple),
    NAMES | st.just(""),
    NAMES | st.just(""),
)


@given(CREDITS, st.sampled_from(list(Style)))
def test_every_style_prints_every_name(credit: Credit, style: str) -> None:
    line = compose(credit, style=style)
    for name in (*credit.creators, credit.provider, credit.distributor):
        assert name in line
    assert bool(line) == bool(credit)


@given(CREDITS.filter(lambda credit: bool(credit.provider)))
def test_house_style_is_what_wire_copy_writes(credit: Credit) -> None:
    assert credits.parse(compose(credit)) == credit


@given(st.text(max_size=40), CREDITS)
def test_any_accepted_template_can_be_filled(template: str, credit: Credit) -> None:
    if not credits.template_problem(template):
        assert "\n" not in compose(credit, template=template) or "\n" in template
