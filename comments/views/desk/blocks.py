"""Blocks: made from a card after a look at what they would catch; listed; lifted."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import ListView, TemplateView, View

from comments import markup
from comments.desk_forms import UNCHECKED, BlockForm
from comments.models import Batch, Block, Comment, filing
from comments.models.batch import label
from comments.models.catches import FILED, LOOKED_AT, Catch, caught, would_catch

from .base import BAN, DECIDE, DeskPage
from .offers import not_offered, offers

LISTED = 10  # replies of a preview
NAMED = 10  # replies that a message tells about one by one


class BlockView(DeskPage, TemplateView):
    """Two steps: what it would catch, then the block. Another target needs another look."""

    permission_required = BAN
    template_name = "comments/desk/block.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.read(kwargs["pk"])
        return self.answer(BlockForm(offers=self.offers))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.read(kwargs["pk"])
        form = BlockForm(request.POST, offers=self.offers)
        if not form.is_valid():
            return self.answer(form, 422)
        block = form.block(self.comment.article)
        catch = would_catch(block)
        if "preview" in request.POST or request.POST.get("previewed") != form.target():
            return self.answer(form, catch=catch)
        waiting = self.waiting(catch)
        if form.cleaned_data["file"] not in ("", str(len(waiting))):
            self.say_count(form, len(waiting))
            return self.answer(form, 422, catch=catch)
        return self.make(block, waiting if form.cleaned_data["file"] else [])

    def read(self, pk: int) -> None:
        rows = Comment.objects.select_related("article__section", "proposed")
        self.comment = get_object_or_404(rows, pk=pk)
        self.offers = offers(self.comment)

    def waiting(self, catch: Catch) -> list[Comment]:
        """The waiting ones that this person may file as spam in the same step."""
        may_decide = self.request.user.has_perm(DECIDE)
        return catch.waiting()[: filing.AT_ONCE] if may_decide else []

    def say_count(self, form: BlockForm, count: int) -> None:
        words = ngettext(
            "%(n)d reply waits now. Confirm that number to file it as spam, or leave it empty.",
            "%(n)d replies wait now. Confirm that number to file them as spam, or leave it empty.",
            count,
        )
        form.add_error("file", words % {"n": count})

    def make(self, block: Block, waiting: list[Comment]) -> HttpResponse:
        by = cast(User, self.request.user)
        block.enact(by=by, comment=self.comment)
        messages.success(self.request, _("Blocked: %(terms)s.") % {"terms": block.terms()})
        if waiting:
            found = {row.pk: row.revision for row in reversed(waiting)}
            messages.info(self.request, said(filing.file(block, found, by=by)))
        return HttpResponseRedirect(f"{reverse('comments:blocks')}#block-{block.pk}", status=303)

    def answer(
        self, form: BlockForm, status: int = 200, catch: Catch | None = None
    ) -> HttpResponse:
        context = self.get_context_data(form=form, **self.preview(form, catch))
        return self.render_to_response(context, status=status)

    def preview(self, form: BlockForm, catch: Catch | None) -> dict[str, Any]:
        """What the page says of the replies that would have been caught."""
        if catch is None:
            return {}
        waiting = len(self.waiting(catch))
        newest = [row.pk for row in catch.rows[:LISTED]]
        listed = Comment.objects.filter(pk__in=newest).select_related("article").order_by("-pk")
        return {
            "catch": catch,
            "count": len(catch.rows),
            "listed": listed,
            "looked_at": LOOKED_AT,
            "waiting": waiting,
            "must_type": waiting > UNCHECKED,
            "target": form.target(),
            "chosen": form.chosen(),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            comment=self.comment,
            quoted=SafeString(markup.inert(self.comment.html)),
            offers=self.offers,
            not_offered=not_offered(self.comment),
            **kwargs,
        )


class BlocksView(DeskPage, ListView):
    """All blocks, those in force first; `?ended=1` shows the others."""

    permission_required = BAN
    template_name = "comments/desk/blocks.html"
    context_object_name = "blocks"
    paginate_by = 50

    def get_queryset(self) -> Any:
        rows = Block.objects.ended() if self.ended() else Block.objects.standing()
        return rows.select_related("article", "by")

    def ended(self) -> bool:
        return self.request.GET.get("ended") == "1"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(ended=self.ended(), looked_at=FILED, **kwargs)
        counts = caught(context["blocks"])
        context["lines"] = [(block, counts[block.pk]) for block in context["blocks"]]
        return context


class LiftView(DeskPage, View):
    """Lifting a block also takes back what was filed with it, where that still stands."""

    permission_required = BAN

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        block = get_object_or_404(Block.objects.select_related("article"), pk=pk)
        by = cast(User, request.user)
        if block.lift(by=by):
            messages.success(request, _("Lifted: %(terms)s.") % {"terms": block.terms()})
            self.take_back(block, by)
        else:
            messages.info(request, _("This block has ended already; nothing was changed."))
        return HttpResponseRedirect(reverse("comments:blocks"), status=303)

    def take_back(self, block: Block, by: User) -> None:
        if not by.has_perm(DECIDE):
            if filing.filed_with(block):
                kept = _("What was filed with it stays spam: you do not decide about replies.")
                messages.warning(self.request, kept)
        elif batch := filing.release(block, by=by):
            messages.info(self.request, said(batch))


def said(batch: Batch) -> SafeString:
    """What became of each reply; of many the first ones, and the page that has them all."""
    sums = ", ".join(f"{count} {words}" for words, count in batch.counts())
    shown = batch.results[:NAMED]
    names = dict(Comment.objects.filter(pk__in=[pk for pk, _ in shown]).values_list("pk", "name"))
    lines = "; ".join(f"{pk} ({names[pk]}): {label(outcome)}" for pk, outcome in shown)
    more = len(batch.results) - len(shown)
    address = reverse("comments:desk_batch", args=[batch.pk])
    page = format_html('<a href="{}">{}</a>', address, _("All of them")) if more else ""
    return format_html("{}. {}. {}", sums, lines, page)
