"""Further pages of a long thread."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles.views.article import ArticleView
from comments.models import Discussion
from comments.models.conversations import page_address


class ThreadPage(ArticleView):
    """The article with another page of its replies; page 1 is the article itself."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        page = int(kwargs["page"])
        if page == 0:
            raise Http404
        if page == 1 or self.moved():
            asked = request.GET.get("order", "")
            order = asked if asked in Discussion.Order.values else ""
            address = page_address(self.object.get_absolute_url(), page, order)
            return HttpResponsePermanentRedirect(address)
        return self.answer(thread_page=page)
