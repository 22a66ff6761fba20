"""One POST for each decision about one reply."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from comments.models import Comment, Decision, Stale
from comments.models.state import SecondOpinion

from . import answers, sentences, verbs
from .base import DECIDE, VIEW, DeskPage
from .card_rows import read_one

STAYS = ("undo", "pick", "unpick", "escalate")  # after these a card may still want a decision


class DecisionView(DeskPage, View):
    """GET shows the card alone; POST decides about it as it was seen: see `verbs`.

    A newer revision refuses that: nothing is applied, and the answer shows both versions.
    """

    def get_permission_required(self) -> tuple[str, ...]:
        return (DECIDE if self.request.method == "POST" else VIEW,)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return answers.card(request, read_one(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = read_one(pk)
        try:
            decision = self.act(comment)
        except (verbs.Unclear, SecondOpinion) as why:
            return answers.card(request, read_one(pk), str(why))
        except Stale:
            return answers.stale(request, pk)
        return self.done(comment, decision)

    def act(self, comment: Comment) -> Decision | None:
        data = self.request.POST
        verb = verbs.VERBS.get(data.get("verb", ""))
        if verb is None:
            raise verbs.Unclear(_("This decision does not exist. Please choose a button."))
        if not is_revision(data.get("revision", ""), comment):
            raise Stale
        return verb(comment, data, cast(User, self.request.user))

    def done(self, comment: Comment, decision: Decision | None) -> HttpResponse:
        if answers.wants_card(self.request):
            return self.replace(comment, decision)
        tell = messages.success if decision else messages.info
        tell(self.request, self.said(comment, decision))
        return answers.back(self.request, "#receipt")

    def replace(self, comment: Comment, decision: Decision | None) -> HttpResponse:
        """What takes the card's place; somebody has to agree to an opinion, so it says that."""
        if decision and decision.opinion:
            said = sentences.said(comment, decision)
            return answers.card(self.request, read_one(comment.pk), remark=said)
        stays = decision is not None and self.request.POST.get("verb") in STAYS
        if stays and answers.is_on_the_desk(comment):
            return answers.card(self.request, read_one(comment.pk))
        return answers.receipt(self.request, comment, decision)

    def said(self, comment: Comment, decision: Decision | None) -> str:
        is_kept = self.request.POST.get("verb") == "keep" and not (decision and decision.opinion)
        return sentences.kept(comment) if is_kept else sentences.said(comment, decision)


def is_revision(value: str, comment: Comment) -> bool:
    return value == str(comment.revision)
