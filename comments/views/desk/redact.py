"""Taking words out of a reply; nobody at the desk puts any in."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import View

from comments.models import Comment, Decision, Stale
from comments.models.state import SecondOpinion
from comments.moderation.redaction import Reworded

from . import answers, sentences, verbs
from .base import DECIDE, DeskPage, rooms
from .card_rows import read_one

TEXT_LENGTH = 100_000  # characters


class RedactView(DeskPage, View):
    """GET shows the newest text to delete words in; POST takes what is left of it."""

    permission_required = DECIDE
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = read_one(pk)
        return self.page(comment, answers.newest(comment).body)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = read_one(pk)
        if request.POST.get("revision") != str(comment.revision):
            return answers.stale(request, pk)
        kept = request.POST.get("kept", "").replace("\r\n", "\n")
        try:
            made = self.redact(comment, kept)
        except Reworded as word:
            words = _("The reply does not say “%(word)s” there. Words can only be taken out.")
            return self.refuse(pk, kept, words % {"word": word})
        except (verbs.Unclear, SecondOpinion) as why:
            return self.refuse(pk, kept, str(why))
        except Stale:
            return answers.stale(request, pk)
        for decision in made:
            messages.success(request, sentences.said(comment, decision))
        return answers.back(request, "#receipt")

    def redact(self, comment: Comment, kept: str) -> list[Decision]:
        """In one step with the approval, if that was asked for: what is to be told of it.

        Raises Reworded, Unclear, Stale.
        """
        if not kept.strip():
            raise verbs.Unclear(_("Nothing would be left. Please reject the reply instead."))
        data, by = self.request.POST, cast(User, self.request.user)
        with transaction.atomic():
            redacted = comment.redact(
                kept, by=by, reason=verbs.written(data, "note", verbs.NOTE_LENGTH)
            )
            approved = comment.approve(by=by) if data.get("verb") == "approve" else None
        made = [decision for decision in (redacted, approved) if decision]
        if not made:
            raise verbs.Unclear(_("No word was taken out."))
        return made if made[-1].opinion else made[-1:]  # an approval says all; an opinion does not

    def refuse(self, pk: int, kept: str, why: str) -> HttpResponse:
        comment = read_one(pk)
        return self.page(comment, kept[:TEXT_LENGTH], why, 422)

    def page(
        self, comment: Comment, kept: str, problem: str = "", status: int = 200
    ) -> HttpResponse:
        query = (self.request.POST or self.request.GET).get("next", "")
        context = {
            "comment": comment,
            "kept": kept,
            "problem": problem,
            "next": query,
            "back": answers.queue_address(query),
            "desk_nav": list(rooms(self.request)),
        }
        return render(self.request, "comments/desk/redact.html", context, status=status)
