"""All that somebody of the newsroom wrote, and all that came from one network."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories import make_comment, make_user

from .deciding import DESK, make_moderator
from .posting import parse, text

pytestmark = pytest.mark.django_db


def listed(page: Any) -> set[int]:
    return {int(number) for number in page.xpath("//article/@data-comment")}


def test_the_newsrooms_name_on_a_card_leads_to_its_replies(client: Client) -> None:
    mona, ida = make_moderator(client), make_user("ida")
    own = [make_comment(user=mona, is_staff=True, email="", body=f"Own {n}") for n in range(2)]
    make_comment(user=ida, is_staff=True, email="")
    make_comment()
    card = parse(client.get(f"{DESK}{own[0].pk}/"))
    (link,) = card.xpath("//a[text()='mona']/@href")
    assert listed(parse(client.get(link))) == {row.pk for row in own}


def test_the_history_leads_to_others_from_the_same_network(client: Client) -> None:
    make_moderator(client)
    here = [make_comment(client_prefix="hash-of-a", name=f"Sock {n}") for n in range(2)]
    make_comment(client_prefix="hash-of-b")
    history = parse(client.get(f"{DESK}{here[0].pk}/history/"))
    (link,) = history.xpath("//a[text()='Same network']/@href")
    found = parse(client.get(link))
    assert listed(found) == {row.pk for row in here}
    assert "only from the network of Sock 0" in text(found)
    assert "hash-of" not in text(found) + link


def test_a_network_that_is_not_kept_is_told(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(client_prefix="")
    shown = parse(client.get(f"{DESK}?pile=all&network={comment.pk}"))
    assert f"The network of the reply {comment.pk} is not kept." in text(shown)
    assert not parse(client.get(f"{DESK}{comment.pk}/history/")).xpath("//a[text()='Same network']")
