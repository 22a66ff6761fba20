"""The writer of a reply asks for another look at the decision about it."""

from __future__ import annotations

import logging
from typing import Any

from django.core.signing import BadSignature
from django.db import DatabaseError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments import markup
from comments.models import Appeal, Decision
from comments.models.appeal import may_object, signed
from comments.notice_forms import ObjectionForm

from .private import PrivatePage

log = logging.getLogger(__name__)


class AppealView(PrivatePage):
    """Its address is a signed decision: it stands on the own-reply page, and in a mail about it."""

    template_name = "comments/appeal.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.decision = signed(kwargs["token"])
        except (BadSignature, Decision.DoesNotExist):
            raise Http404 from None
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ObjectionForm(request.POST)
        if not may_object(self.decision):
            return self.answer(403, form, _("This is not open to an objection now."))
        if not form.is_valid():
            return self.answer(422, form)
        try:
            Appeal.objects.against(self.decision, form.cleaned_data["text"])
        except IntegrityError:  # sent twice: the first one is there
            pass
        except DatabaseError:
            log.exception("An objection could not be stored")
            return self.answer(503, form, _("This cannot be stored now. Please try again soon."))
        return HttpResponseRedirect(f"{request.path}#objection", status=303)

    def answer(self, status: int, form: ObjectionForm, problem: str = "") -> HttpResponse:
        context = self.get_context_data(form=form, problem=problem)
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comment = self.decision.comment
        facts = {
            "comment": comment,
            "decision": self.decision,
            "state": "waiting" if comment.status == "spam" else comment.status,
            "said": what_it_is(comment.status),
            "text": SafeString(markup.inert(comment.html)),
            "form": ObjectionForm(),
        }
        return super().get_context_data(**facts | kwargs)


def what_it_is(status: str) -> str:
    """The state of a reply as its writer is told of it: spam seems to wait."""
    return {
        "published": _("Your reply is published."),
        "rejected": _("Your reply was not published: only you can see it."),
        "removed": _("A moderator has taken your reply off the page."),
        "withdrawn": _("You have taken this reply back. Readers do not see it any more."),
    }.get(status) or _("Your reply is awaiting moderation: only you can see it.")
