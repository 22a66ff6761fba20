"""Pages that list articles: the front page, sections, tags, authors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Manager, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.views.generic import ListView

from articles.models import Article, Contributor, Picture, Rendition, Section, Tag
from articles.models.article import ArticleQuerySet

PAGE = 20  # articles on a page
BAND = 4  # articles of each section on the front page


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list, with the picture that may stand beside it."""

    article: Article
    picture: Picture | None


def cards(articles: Iterable[Article]) -> list[Card]:
    rows = list(articles)
    pictures = Rendition.objects.pictures(row.lead_image_id for row in rows if row.lead_image_id)
    return [Card(row, pictures.get(row.lead_image_id or 0)) for row in rows]


class ArticleList(ListView):
    """A paged list of published articles, newest first; `about` is what it is a list of."""

    template_name = "articles/list.html"
    paginate_by = PAGE
    about_model: type[Section] | type[Tag] | type[Contributor]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs.get("page") == 1:
            return HttpResponsePermanentRedirect(request.path.removesuffix("page/1/"))
        if kwargs.get("page") == 0:
            raise Http404
        self.kwargs.setdefault("page", 1)  # or ListView would look for ?page= in the address
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> ArticleQuerySet:
        return self.matching(Article.objects.published()).for_cards().newest_first()

    def matching(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        raise NotImplementedError

    @cached_property
    def about(self) -> Section | Tag | Contributor:
        rows: Manager[Any] = self.about_model._default_manager
        found: Section | Tag | Contributor = get_object_or_404(rows, slug=self.kwargs["slug"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["cards"] = cards(context["object_list"])
        context["about"] = self.about
        context["kind"] = self.about_model._meta.verbose_name
        context["address"] = self.about.get_absolute_url()
        return context

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        response["Cache-Tag"] = "site lists"
        return response


class SectionPage(ArticleList):
    about_model = Section

    def matching(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        return articles.filter(section=self.about.pk)


class TagPage(ArticleList):
    about_model = Tag

    def matching(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        return articles.filter(tags=self.about.pk)


class AuthorPage(ArticleList):
    about_model = Contributor

    def matching(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        return articles.filter(bylines=self.about.pk)


class FrontPage(ArticleList):
    """Page 1 is composed: the lead, two seconds, a band per section, the latest. Then by time."""

    def get_template_names(self) -> list[str]:
        return ["articles/front.html" if self.is_composed else self.template_name]

    @property
    def is_composed(self) -> bool:
        return bool(self.kwargs["page"] == 1)

    def get_queryset(self) -> ArticleQuerySet:
        return Article.objects.published().for_cards().newest_first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super(ArticleList, self).get_context_data(**kwargs)
        context["address"] = "/"
        if self.is_composed:
            context.update(compose(list(context["object_list"])))
        else:
            context["cards"] = cards(context["object_list"])
        return context


def compose(latest: list[Article]) -> dict[str, Any]:
    """The front page's parts. Its queries do not grow with the number of articles or sections."""
    published = Article.objects.published().for_cards()
    chosen = list(published.exclude(front_position=None).order_by("front_position")[:3])
    chosen += [row for row in latest if row not in chosen][: 3 - len(chosen)]
    sections = list(Section.objects.all())
    in_bands = _newest_of_each(sections)
    everything = cards({row.pk: row for row in [*chosen, *latest, *in_bands]}.values())
    by_number = {card.article.pk: card for card in everything}
    top = [by_number[row.pk] for row in chosen]
    return {
        "lead": top[0] if top else None,
        "seconds": top[1:],
        "latest": [by_number[row.pk] for row in latest],
        "bands": _bands(sections, [by_number[row.pk] for row in in_bands], set(chosen)),
        "cards": everything,
        "all_sections": sections,
    }


def _newest_of_each(sections: list[Section]) -> list[Article]:
    """The newest articles of every section in one query, found by its index."""
    newest = Q(pk__in=[])
    for section in sections:
        ids = Article.objects.published().filter(section=section).newest_first().values("pk")
        newest |= Q(pk__in=ids[: BAND + 3])  # three of them may stand at the top
    return list(Article.objects.for_cards().filter(newest).newest_first())


def _bands(
    sections: list[Section], found: list[Card], above: set[Article]
) -> list[tuple[Section, list[Card]]]:
    """A section with its newest articles, those at the top of the page left out."""
    bands = []
    for section in sections:
        own = [c for c in found if c.article.section_id == section.pk and c.article not in above]
        if own:
            with_picture = next((card for card in own[:BAND] if card.picture), own[0])
            rest = [card for card in own if card is not with_picture]
            bands.append((section, [with_picture, *rest][:BAND]))
    return bands
