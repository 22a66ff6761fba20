"""One article with everything that stands on its page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.generic import DetailView

from articles import json_ld, page_life
from articles.models import Article, ArticleLink, Rendition, page

from .body import fill


class ArticleView(DetailView):
    """The page of an article. Readers get what is public; editors also see drafts."""

    model = Article
    template_name = "articles/article.html"
    context_object_name = "article"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if moved := self.moved():
            return moved
        return self.answer()

    def answer(self, status: int = 200, **extra: Any) -> HttpResponse:
        """The page with its tags for caches; an article not public yet is never kept."""
        context = self.get_context_data(object=self.object, **extra)
        response = self.render_to_response(context, status=status)
        response["Cache-Tag"] = " ".join(context["cache_tags"])
        page_life.end_at(response, context["page_until"])
        if not self.object.is_visible:
            response["Cache-Control"] = "private, no-store"
            response["X-Robots-Tag"] = "noindex"
        return response

    def moved(self) -> HttpResponse | None:
        """Under another month than its own the article answers with its true address."""
        address = self.object.get_absolute_url()
        asked = (self.kwargs["year"], self.kwargs["month"])
        if tuple(address.split("/")[1:3]) == asked:
            return None
        return HttpResponsePermanentRedirect(address)

    def get_object(self, queryset: QuerySet[Article] | None = None) -> Article:
        article = page.article(self.kwargs["slug"])
        if article is None or not (article.is_visible or self.may_preview()):
            raise Http404
        return article

    def may_preview(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_staff and user.has_perm("articles.view_article"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        article = self.object
        placed = article.placed_image_ids()
        found = Rendition.objects.pictures(placed)
        pictures = {pk: one for pk, one in found.items() if one.image.may_stand_in(article.pk)}
        links = ArticleLink.objects.of(article)
        bylines, tags = page.bylines(article), page.tags(article)
        lead = pictures.get(article.lead_image_id or 0)
        images = [f"image:{pk}" for pk in placed]
        targets = [f"article:{link.target_id}" for link in links if link.target_id]
        return super().get_context_data(
            bylines=bylines,
            tags=tags,
            lead=lead,
            body=fill(article, pictures, links),
            json_ld=json_ld.article(article, bylines, tags, list(pictures.values()), lead),
            page_until=min(found.changes.values(), default=None),
            cache_tags=[f"article:{article.pk}", f"thread:{article.pk}", "site", *images, *targets],
            **kwargs,
        )
