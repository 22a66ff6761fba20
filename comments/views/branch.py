"""More of a branch that is too long for the page of its thread."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.views.generic import TemplateView

from articles import page_life
from articles.models import Article
from comments import reply_html, tags, thread_html
from comments.models import Comment, Thread, conversations
from comments.models.shown import Shown
from comments.threads import build

EXCERPT = 60  # words of the first reply


class BranchView(TemplateView):
    """The answers below a first-level reply that follow the one named by `?after=`."""

    template_name = "comments/branch.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        root = get_object_or_404(roots(), pk=kwargs["pk"])
        place = self.place(root)
        rows, rest = conversations.branch(root, place)
        if rows:
            context = self.get_context_data(root=root, rows=rows, rest=rest)
            response = self.render_to_response(context)
        elif root.status == Comment.Status.PUBLISHED:  # the last of them were taken back
            response = HttpResponseRedirect(root.get_absolute_url())
        else:
            raise Http404
        response["Cache-Tag"] = tags.of_thread(root.article_id)
        return response

    def place(self, root: Comment) -> int:
        """Where the answer named in the address stands; 0 without one."""
        if not (after := self.after()):
            return 0
        answers = Comment.objects.filter(root=root, branch_place__isnull=False)
        return get_object_or_404(answers.only("branch_place"), pk=after).branch_place or 0

    def after(self) -> int:
        """The number in the address; 0 without one."""
        number = self.request.GET.get("after", "0")
        if not (number.isascii() and number.isdecimal() and len(number) < 16):
            raise Http404
        return int(number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        root: Comment = kwargs["root"]
        return super().get_context_data(
            article=root.article,
            address=conversations.branch_address(root.pk, self.after()),
            is_gone=root.status != Comment.Status.PUBLISHED,
            excerpt=Truncator(reply_html.plain(root.html)).words(EXCERPT),
            html=branch_html(self.request, root, kwargs.pop("rows")),
            **kwargs,
        )


def branch_html(request: HttpRequest, root: Comment, rows: list[Shown]) -> SafeString:
    """The answers as trees; those to the root, which stands above them, name nobody."""
    article: Article = root.article
    elsewhere = conversations.parents_elsewhere(rows)
    elsewhere.pop(root.pk, None)
    thread = Thread.objects.of(article)
    page_life.end_at(request, thread.closing())
    authors = article.bylines.exclude(user=None).values_list("user", flat=True)
    page = thread_html.Page(
        frozenset(n for n in authors if n), thread.is_open(), elsewhere=elsewhere
    )
    nodes = build(rows, depth=thread.discussion.depth, elsewhere=elsewhere)
    return thread_html.thread(nodes, page)


def roots() -> Any:
    """First-level replies that hold a place under a public article, taken back or not."""
    under = Article.objects.published()
    public = Comment.objects.roots().filter(article__in=under)
    return public.select_related("article__section")
