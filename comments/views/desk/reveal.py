"""The address of a replier, for the few who may see it: not without a reason and a logged line."""

from __future__ import annotations

from typing import Any, cast

from cryptography.fernet import InvalidToken
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables
from django.views.generic import TemplateView

from comments import markup, vault
from comments.desk_forms import RevealForm
from comments.models import Act, Comment
from comments.pace import seconds_to_wait

from .base import REVEAL, DeskPage

LIMITS = ((3600, 20),)  # (seconds, addresses that one person may see in them)


class RevealView(DeskPage, TemplateView):
    """GET asks why; POST writes that down and, once it is stored, shows the address."""

    permission_required = REVEAL
    template_name = "comments/desk/reveal.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.comment = self.read(kwargs["pk"])
        return self.answer(RevealForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.comment = self.read(kwargs["pk"])
        form = RevealForm(request.POST)
        if self.comment.email_sealed is None:
            return self.answer(form, 409)
        if not form.is_valid():
            return self.answer(form, 422)
        by = cast(User, request.user)
        if wait := seconds_to_wait(Act.objects.filter(verb="reveal", by=by), "done_at", LIMITS):
            return self.too_many(form, wait)
        return self.reveal(form, by)

    def read(self, pk: int) -> Comment:
        return get_object_or_404(Comment.objects.select_related("article__section"), pk=pk)

    @method_decorator(sensitive_variables())
    def reveal(self, form: RevealForm, by: User) -> HttpResponse:
        """Durable: what is shown below is in the log, whatever happens next."""
        comment, reason = self.comment, form.cleaned_data["reason"]
        with transaction.atomic(durable=True):
            Act.objects.log("reveal", by, comment=comment, article=comment.article, reason=reason)
        try:
            address = vault.unseal(cast(bytes, comment.email_sealed))
        except InvalidToken:
            return self.answer(form, 409, is_lost=True)
        return self.answer(form, address=address)

    def too_many(self, form: RevealForm, wait: int) -> HttpResponse:
        minutes = -(-wait // 60)
        words = ngettext(
            "You have seen 20 addresses within an hour. Please wait %(n)d minute.",
            "You have seen 20 addresses within an hour. Please wait %(n)d minutes.",
            minutes,
        )
        form.add_error(None, words % {"n": minutes})
        response = self.answer(form, 429)
        response["Retry-After"] = str(wait)
        return response

    @method_decorator(sensitive_variables())
    def answer(self, form: RevealForm, status: int = 200, **context: Any) -> HttpResponse:
        context = self.get_context_data(form=form, **context)
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            comment=self.comment,
            quoted=SafeString(markup.inert(self.comment.html)),
            missing=self.missing(),
            **kwargs,
        )

    def missing(self) -> str:
        """Why there is no address to see; "" where one is kept."""
        if self.comment.email_sealed is not None:
            return ""
        if self.comment.user_id:
            return _("The newsroom wrote this: no address was asked for.")
        return _("No address is kept: it was erased after the time for that, or none was given.")
