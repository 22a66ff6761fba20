"""One article with everything that stands on its page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.generic import DetailView

from articles import page_life
from articles.models import Article, page

from .story import Story


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
        self.found = page.article(self.kwargs["slug"])
        for article in self.found:
            if article.is_visible or self.may_preview():
                return article
        raise Http404

    def may_preview(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_staff and user.has_perm("articles.view_article"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        article = self.object
        story = Story(self.found)
        images = [f"image:{pk}" for pk in story.placed]
        targets = [f"article:{link.target_id}" for link in story.links if link.target_id]
        return super().get_context_data(
            story=story,
            page_until=story.until,
            cache_tags=[f"article:{article.pk}", f"thread:{article.pk}", "site", *images, *targets],
            **kwargs,
        )
