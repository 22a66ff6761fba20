"""A credit corrected in the library is right wherever the picture stands."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import Image
from tests.factories import make_article, make_image
from tests.reading import data_blocks, fetch, find, words, xml

pytestmark = pytest.mark.django_db


def test_corrected_credit_reaches_page_list_feed_and_data_at_once(client: Client) -> None:
    image = make_image(renditions=True)
    article = make_article(lead_image=image)
    right = "© Harbour Pictures / Ada Moreno-Lind"
    Image.objects.filter(pk=image.pk).update(creators=["Ada Moreno-Lind"])
    document = fetch(client, article.get_absolute_url())
    assert words(document.xpath('//figure//*[@class="credit"]')[0]) == right
    assert data_blocks(document)[0]["image"][0]["creditText"] == right
    assert right in words(fetch(client, "/").xpath("//main//figure")[0])
    assert find(xml(client.get("/feed/")), "//media:credit/text()") == [right]
