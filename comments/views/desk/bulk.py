"""One decision about many replies: first what it would do, then one batch."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from articles.background import later
from comments.models import Batch, Reason

from . import answers
from .base import DECIDE, DeskPage, rooms
from .verbs import Unclear
from .wishes import MOST, Wish

AT_ONCE = 1000  # replies decided while the moderator waits; the worker decides more
UNTYPED = 20  # replies up to which nobody has to type how many there are


class BulkView(DeskPage, View):
    """The first POST shows how many replies and five of them; the one that confirms it decides."""

    permission_required = DECIDE
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            wish = Wish.read(request.POST)
        except Unclear as why:
            return self.page({"problem": str(why)}, 422)
        if not request.POST.get("confirmed"):
            return self.confirmation(wish)
        if request.POST["confirmed"] != str(len(wish.numbers)):
            return self.confirmation(wish, _("It is another number of replies now."), 409)
        if request.POST.get("seal", "") != wish.seal():
            changed = _("Some of these replies are others now, or have changed. Please look again.")
            return self.confirmation(wish, changed, 409)
        if len(wish.numbers) > UNTYPED and not self.is_typed(len(wish.numbers)):
            return self.confirmation(wish, _("Please type how many replies you decide about."), 422)
        return self.decide(wish)

    def is_typed(self, count: int) -> bool:
        return self.request.POST.get("typed", "").strip() == str(count)

    def decide(self, wish: Wish) -> HttpResponse:
        batch = Batch.objects.begin(wish.verb, wish.found, by=cast(User, self.request.user))
        if len(wish.numbers) <= AT_ONCE:
            batch.run(reason=wish.reason, tell=wish.tell)
        else:
            reason = wish.reason.pk if wish.reason else 0
            later("comments.tasks.decide_batch", batch.pk, reason, int(wish.tell))
        return HttpResponseRedirect(reverse("comments:desk_batch", args=[batch.pk]), status=303)

    def confirmation(self, wish: Wish, problem: str = "", status: int = 200) -> HttpResponse:
        count = len(wish.numbers)
        context = {
            "wish": wish,
            "count": count,
            "is_cut": wish.scope != "picked" and count == MOST,
            "samples": wish.samples(),
            "is_typed": count > UNTYPED,
            "reasons": Reason.objects.offered() if wish.verb == "reject" else [],
            "problem": problem,
        }
        return self.page(context, status)

    def page(self, context: dict[str, Any], status: int) -> HttpResponse:
        query = self.request.POST.get("next", "")
        context |= {"next": query, "back": answers.queue_address(query)}
        context["desk_nav"] = list(rooms(self.request))
        return render(self.request, "comments/desk/bulk.html", context, status=status)
