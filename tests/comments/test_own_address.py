"""The page that says what happens with the address, and its way from the form."""

from __future__ import annotations

import pytest
from django.test import Client

from comments.models import Discussion
from tests.factories import make_article

from .posting import parse, text

pytestmark = pytest.mark.django_db


def test_the_form_leads_to_what_happens_with_the_address(client: Client) -> None:
    page = parse(client.get(make_article().get_absolute_url()))
    (link,) = page.xpath("//*[@id='respond']/p[@class='respond-note']/a/@href")
    assert "encrypted" in text(parse(client.get(link)))


@pytest.mark.parametrize(("days", "words"), [(1, "After 1 day it is"), (90, "After 90 days it is")])
def test_the_page_says_for_how_long_it_is_kept(client: Client, days: int, words: str) -> None:
    Discussion(retention_days=days).save()
    response = client.get("/comments/address/")
    assert words in text(parse(response))
    assert response["Cache-Tag"] == "site"
    assert not response.cookies
