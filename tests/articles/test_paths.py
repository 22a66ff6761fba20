"""Addresses written as plain text are those of the URL configuration."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from articles import paths
from comments import paths as reply_paths


def test_addresses_of_the_paper_are_those_that_lead_there() -> None:
    args = ["0987", "03", "a-b_C1"]
    assert paths.article(datetime(987, 3, 4), "a-b_C1") == reverse("articles:article", args=args)
    assert paths.section("a-b_C1") == reverse("articles:section", args=["a-b_C1"])
    assert paths.tag("a-b_C1") == reverse("articles:tag", args=["a-b_C1"])
    assert paths.author("a-b_C1") == reverse("articles:author", args=["a-b_C1"])
    picture = ("x_Y-1", "w640", "webp")
    assert paths.rendition(*picture) == reverse("articles:rendition", args=picture)


def test_addresses_of_replies_are_those_that_lead_there() -> None:
    assert reply_paths.reply(123) == reverse("comments:permalink", args=[123])
    assert reply_paths.answer(123) == reverse("comments:reply", args=[123])
    assert reply_paths.report(123) == reverse("comments:report", args=[123])
    assert reply_paths.branch(123) == reverse("comments:branch", args=[123])
    assert reply_paths.mine("aB-_9") == reverse("comments:mine", args=["aB-_9"])


def test_the_address_of_a_form_stands_below_its_article() -> None:
    below = reverse("comments:submit", args=["2026", "03", "a-b"])
    assert below == f"{paths.article(datetime(2026, 3, 4), 'a-b')}comments/"
