"""Notes that moderators leave each other about a reply; what is written stays."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from comments.models import Act

from . import answers, verbs
from .base import DECIDE, DeskPage
from .card_rows import read_one

LENGTH = 2000  # characters


class NoteView(DeskPage, View):
    permission_required = DECIDE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = read_one(pk)
        try:
            text = verbs.written(request.POST, "note", LENGTH)
            if not text:
                raise verbs.Unclear(_("Please write the note."))
        except verbs.Unclear as why:
            return answers.card(request, comment, str(why))
        Act.objects.log("note", cast(User, request.user), comment=comment, reason=text)
        if answers.wants_card(request):
            return answers.card(request, read_one(pk))  # with this note
        messages.success(request, _("The note is kept in the history of the reply."))
        return answers.back(request, f"#comment-{pk}")
