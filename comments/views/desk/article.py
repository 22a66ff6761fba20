"""An article's own page on the desk: how its replies are taken, and what became of them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from articles.models import Article
from comments import charts
from comments.desk_forms import ModeForm
from comments.models import Comment, Mode, Stale, Thread

from .answers import queue_address
from .article_changes import changes
from .base import MODES, VIEW, DeskPage

DAYS = 30
Status = Comment.Status
SHOWN = (Status.PUBLISHED, Status.WAITING, Status.REJECTED, Status.SPAM, Status.REMOVED)


class ArticleDeskView(DeskPage, DetailView):
    """GET shows; POST changes how replies are taken, from the page or from the bar elsewhere."""

    template_name = "comments/desk/article.html"
    context_object_name = "article"
    form_class: Any = ModeForm
    form_name = "mode_form"  # for the template
    done = _("How replies are taken has changed; readers see it at once.")
    same = _("Replies are taken like that already.")

    def get_permission_required(self) -> tuple[str, ...]:
        return (MODES,) if self.request.method == "POST" else (VIEW,)

    def get_queryset(self) -> Any:
        return Article.objects.select_related("section")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        thread = Thread.objects.to_judge(self.object)
        form = self.form_class(request.POST, thread=thread)
        if not form.is_valid():
            return self.answer(form, 422)
        try:
            changed = self.change(thread, form)
        except Stale:
            words = _("Somebody else has changed this in the meantime; nothing was changed now.")
            return self.answer(self.form_again(form), 409, problem=words)
        self.say(changed=changed)
        return self.back()

    def change(self, thread: Thread, form: Any) -> bool:
        """Raises Stale when the form was made from another setting than the one that is there."""
        if form.cleaned_data["seen"] != thread.setting:
            raise Stale
        mode, seconds = form.cleaned_data["mode"], form.cleaned_data["slow_seconds"]
        by = cast(User, self.request.user)
        return thread.change_mode(mode, seconds if mode == Mode.SLOW else None, by=by)

    def form_again(self, form: Any) -> Any:
        """The form to try again with, from what is there now."""
        return self.form_class(thread=Thread.objects.to_judge(self.object))

    def say(self, *, changed: bool) -> None:
        if not changed:
            messages.info(self.request, self.same)
            return
        messages.success(
            self.request,
            format_html(
                '{} <a href="{}#changes">{}</a>',
                self.done,
                self.own_address(),
                gettext("See it and undo it"),
            ),
        )

    def own_address(self) -> str:
        return reverse("comments:desk_article", args=[self.object.pk])

    def back(self) -> HttpResponse:
        query = self.request.POST.get("next", "")
        place = queue_address(query) if query else self.own_address()
        return HttpResponseRedirect(place, status=303)

    def answer(self, form: Any, status: int, **context: Any) -> HttpResponse:
        context |= {self.form_name: form, "refused": form}
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thread = Thread.objects.to_judge(self.object)
        return super().get_context_data(chart=chart(self.object), changes=changes(thread), **kwargs)


def chart(article: Article) -> SafeString:
    """What became of the replies of each of the last thirty days."""
    today = timezone.localdate()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    counts = outcomes(article)
    names = [str(status.label) for status in SHOWN]
    rows = [(date_format(day, "j F"), [counts[day, one] for one in SHOWN]) for day in days]
    note = gettext("By the day they came, with what they are now. Days are in UTC.")
    return charts.stacked(gettext("Replies of the last 30 days"), names, rows, note=note)


def outcomes(article: Article) -> Counter[tuple[date, str]]:
    """How many replies of each day are in which state now, by (day, status)."""
    since = timezone.now() - timedelta(days=DAYS)
    rows = Comment.objects.filter(article=article, submitted_at__gt=since)
    by_day = rows.annotate(day=TruncDate("submitted_at")).order_by().values_list("day", "status")
    return Counter({(day, status): n for day, status, n in by_day.annotate(n=Count("pk"))})
