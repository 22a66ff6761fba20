"""Pages that list articles: the front page, sections, tags, authors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Manager
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from articles import page_life
from articles.models import (
    Article,
    Contributor,
    Picture,
    Pictures,
    Rendition,
    Section,
    Tag,
    lists,
    page,
)
from articles.models.listing import ALL

PAGE = 20  # articles on a page
LAST = 1_000_000  # number of a page; more is a typing error or a robot
BAND = 4  # articles of each section on the front page


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list, with the picture that may stand beside it."""

    article: Article
    picture: Picture | None
    until: datetime | None = None  # the clock then lets its picture appear or go

    @classmethod
    def of(cls, article: Article, pictures: Pictures) -> Card:
        number = article.lead_image_id or 0
        picture = pictures.get(number)
        may = picture is not None and picture.image.may_stand_in(article.pk)
        return cls(article, picture if may else None, pictures.changes.get(number))


def cards(articles: Iterable[Article]) -> list[Card]:
    rows = list(articles)
    pictures = Rendition.objects.pictures(row.lead_image_id for row in rows if row.lead_image_id)
    return [Card.of(row, pictures) for row in rows]


class ArticleList(TemplateView):
    """A paged list of published articles, newest first; `about` is what it is a list of."""

    template_name = "articles/list.html"
    about_model: type[Section] | type[Tag] | type[Contributor]
    prefix = ""  # of the list's name

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs.get("page") == 1:
            return HttpResponsePermanentRedirect(request.path.removesuffix("page/1/"))
        self.number = kwargs.get("page", 1)
        if not 1 <= self.number <= LAST:
            raise Http404
        return super().get(request, *args, **kwargs)

    @cached_property
    def about(self) -> Section | Tag | Contributor:
        rows: Manager[Any] = self.about_model._default_manager
        found: Section | Tag | Contributor = get_object_or_404(rows, slug=self.kwargs["slug"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts: dict[str, Any] = {"about": self.about, "kind": self.about_model._meta.verbose_name}
        address = self.about.get_absolute_url()
        facts |= self.listed(f"{self.prefix}:{self.about.pk}")
        return super().get_context_data(address=address, **facts, **kwargs)

    def listed(self, name: str) -> dict[str, Any]:
        """The articles of this page; one more is read to know whether another page follows."""
        first = (self.number - 1) * PAGE
        found = lists.read(name, first, first + PAGE + 1)
        if not found and self.number > 1:
            raise Http404
        return {"cards": cards(found[:PAGE]), "number": self.number, "has_more": len(found) > PAGE}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        response["Cache-Tag"] = "site lists"
        page_life.end_at(response, *(card.until for card in context["cards"]))
        return response


class SectionPage(ArticleList):
    about_model = Section
    prefix = "section"


class TagPage(ArticleList):
    about_model = Tag
    prefix = "tag"


class AuthorPage(ArticleList):
    about_model = Contributor
    prefix = "author"


class FrontPage(ArticleList):
    """Page 1 is composed: the lead, two seconds, a band per section, the latest. Then by time."""

    def get_template_names(self) -> list[str]:
        return ["articles/front.html" if self.number == 1 else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = compose() if self.number == 1 else self.listed(ALL)
        return super(ArticleList, self).get_context_data(address="/", **parts, **kwargs)


def compose() -> dict[str, Any]:
    """The front page's parts. Its queries do not grow with the number of articles or sections."""
    sections = page.sections()
    # Three of a section's newest may stand at the top.
    found = lists.for_front([row.pk for row in sections], PAGE + 1, BAND + lists.LEADING)
    everything = cards(found)
    newest = everything[:PAGE]
    top = _top(everything)
    above = {card.article.pk for card in top}
    return {
        "lead": top[0] if top else None,
        "seconds": top[1:],
        "latest": newest,
        "bands": _bands(sections, everything, above),
        "cards": everything,
        "all_sections": sections,
        "number": 1,
        "has_more": len(found) > PAGE,
    }


def _top(newest_first: list[Card]) -> list[Card]:
    """What editors have chosen, in their order, then the newest."""
    chosen = [card for card in newest_first if card.article.front_position is not None]
    chosen.sort(key=lambda card: card.article.front_position or 0)
    chosen = chosen[: lists.LEADING]
    return [*chosen, *(card for card in newest_first if card not in chosen)][: lists.LEADING]


def _bands(
    sections: list[Section], newest_first: list[Card], above: set[int]
) -> list[tuple[Section, list[Card]]]:
    """A section with its newest articles, those at the top of the page left out."""
    bands = []
    for section in sections:
        of_section = (card for card in newest_first if card.article.section_id == section.pk)
        own = [card for card in of_section if card.article.pk not in above]
        if own:
            with_picture = next((card for card in own[:BAND] if card.picture), own[0])
            rest = [card for card in own if card is not with_picture]
            bands.append((section, [with_picture, *rest][:BAND]))
    return bands
