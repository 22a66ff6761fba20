"""A reader's own reply: what became of it, another text, taking it back, mails about it."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import DatabaseError
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import markup, submissions, vault
from comments.models import (
    Claim,
    Comment,
    Decision,
    Discussion,
    Stale,
    Subscription,
    Thread,
    Version,
    told,
)
from comments.models.edits import MOST_VERSIONS
from comments.models.waits import typical_wait
from comments.own_forms import EditForm, MailForm
from comments.pace import seconds_to_wait

from .private import PrivatePage

log = logging.getLogger(__name__)

EDITS, REQUESTS = ((60, 6), (3600, 30)), ((60, 6), (3600, 20))  # (seconds, from one network)


class MineView(PrivatePage):
    """GET shows; POST does what its `act` names: edit, mail or withdraw."""

    template_name = "comments/mine.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.comment = own_reply(kwargs["token"])
        self.thread = Thread.objects.of(self.comment.article)
        self.discussion = self.thread.discussion
        about_it = Subscription.objects.filter(comment=self.comment, ended_at=None)
        self.subscription = about_it.first()
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        acts = {"edit": self.edit, "mail": self.mail, "withdraw": self.withdraw}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            return self.answer(400, problem=_("Please choose a button on this page."))
        try:
            return act()
        except Stale:
            self.comment = own_reply(kwargs["token"])
            changed = _("Your reply has changed in the meantime. Please look at it and try again.")
            return self.answer(409, problem=changed)
        except DatabaseError:
            log.exception("A reader's own reply could not be changed")
            return self.answer(503, problem=_("This cannot be stored now. Please try again soon."))

    def edit(self) -> HttpResponse:
        form = self.edit_form()
        if not self.may_edit():
            return self.answer(
                403, problem=_("The time for changing this reply is over."), form=form
            )
        if not form.is_valid():
            return self.answer(422, form=form)
        if self.comment.versions.count() >= MOST_VERSIONS:
            form.add_error("body", _("You have changed this reply too often to change it again."))
            return self.answer(422, form=form)
        mine = Q(comment=self.comment)
        edits = Version.objects.filter(mine | self.same_network(), kind=Version.Kind.EDITED)
        if wait := seconds_to_wait(edits, "made_at", EDITS):
            return self.too_fast(wait)
        address = self.request.META.get("REMOTE_ADDR", "")
        text = form.cleaned_data["body"].strip()
        self.comment.edit(text, client_address=address, is_staff=self.is_staff())
        return self.done("edited")

    def mail(self) -> HttpResponse:
        form = self.mail_form()
        is_gone = self.comment.status in ("withdrawn", "removed")
        if is_gone or not form.is_valid() or not self.has_address():
            return self.answer(403, problem=_("There is no address that mails could go to."))
        claims = Claim.objects.filter(Q(comment=self.comment) | self.same_network())
        wishes = form.cleaned_data
        if any(wishes.values()) and (wait := seconds_to_wait(claims, "asked_at", REQUESTS)):
            return self.too_fast(wait)
        Subscription.objects.ask(self.comment, **wishes, reader=submissions.reader(self.request))
        return self.done("mail" if any(wishes.values()) else "no-mail")

    def withdraw(self) -> HttpResponse:
        self.comment.withdraw()
        return self.done("withdrawn")

    def edit_form(self) -> EditForm:
        limit = self.discussion.body_length
        return EditForm(self.typed("edit"), comment=self.comment, body_length=limit)

    def mail_form(self) -> MailForm:
        return MailForm(self.typed("mail"), subscription=self.subscription)

    def typed(self, act: str) -> QueryDict | None:
        """What was sent with this form; None when another one was."""
        return self.request.POST if self.request.POST.get("act") == act else None

    def may_edit(self) -> bool:
        return self.comment.may_edit(self.discussion)

    def is_staff(self) -> bool:
        """Whether the reply is of the newsroom, and its writer logged in."""
        writer = submissions.staff(self.request)
        return writer is not None and writer.pk == self.comment.user_id

    def is_looked_at(self) -> bool:
        """Whether a new text of a published reply waits, whatever the rules say of it."""
        nothing = self.discussion.premoderation == Discussion.Premoderation.NOTHING
        freely = nothing and not self.thread.terms().is_moderated
        return not freely and not self.is_staff()

    def has_address(self) -> bool:
        """Whether an address is kept; that of the reply is erased after the retention time."""
        kept = self.subscription.email_sealed if self.subscription else None
        return (kept or self.comment.email_sealed) is not None

    def same_network(self) -> Q:
        """Rows about replies that were sent from the network that asks now."""
        network = submissions.network(self.request)
        return Q(comment__client_prefix=network) if network else Q(pk__in=[])

    def too_fast(self, wait: int) -> HttpResponse:
        message = ngettext(
            "Please wait %(wait)d second and send it again; it is kept below.",
            "Please wait %(wait)d seconds and send it again; it is kept below.",
            wait,
        ) % {"wait": wait}
        response = self.answer(429, problem=message)
        response["Retry-After"] = str(wait)
        return response

    def done(self, what: str) -> HttpResponse:
        return HttpResponseRedirect(f"{self.request.path}?done={what}", status=303)

    def answer(self, status: int, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comment = self.comment
        public = comment.status == "published"
        facts = {
            "comment": comment,
            "state": "waiting" if comment.status == "spam" else comment.status,
            "since": since(comment),
            "wait": wait_in_words(typical_wait()) if comment.status in WAITING else "",
            "text": SafeString(markup.inert(comment.html)),
            "new_text": SafeString(markup.inert(comment.proposed.html)) if comment.proposed else "",
            "refused": told.refused_edit(comment),
            "word": told.word(comment),
            "may_edit": self.may_edit(),
            "edit_until": comment.submitted_at + self.discussion.edit_window() if public else None,
            "is_looked_at": self.is_looked_at(),
            "form": self.edit_form(),
            "mail_form": self.mail_form(),
            "has_address": self.has_address(),
            "done": said(self.request.GET.get("done", "")),
        }
        return super().get_context_data(**facts | kwargs)


def own_reply(token: str) -> Comment:
    """The reply that this token opens; any other is as unknown as one that never was."""
    rows = Comment.objects.select_related("article__section", "proposed")
    return get_object_or_404(rows, token_digest=vault.digest(token))


WAITING = ("waiting", "spam")  # whoever sends spam is not told that it was filed as such


def since(comment: Comment) -> Any:
    """When it came into the state that its writer is told of."""
    if comment.status in WAITING:
        return comment.submitted_at
    if comment.status == "published":
        return comment.published_at
    arrived = Decision.objects.filter(comment=comment, after=comment.status)
    decided = arrived.exclude(before=F("after")).order_by("-pk")
    return decided.values_list("decided_at", flat=True).first()


def said(what: str) -> str:
    """What has just been done, in a sentence."""
    return {
        "edited": _("Your new text is stored."),
        "withdrawn": _("You have taken your reply back."),
        "no-mail": _(
            "No mails will be sent about this reply. The address kept for them is erased."
        ),
        "mail": _(
            "If this address has not been confirmed yet, it gets one message with a link."
            " Nothing is mailed before that."
        ),
    }.get(what, "")


def wait_in_words(wait: timedelta | None) -> str:
    """ "about 20 minutes", as coarse as the guess is."""
    if wait is None:
        return ""
    minutes = max(1, round(wait.total_seconds() / 60))
    if minutes > 10:
        minutes = round(minutes / 5) * 5
    if minutes < 60:
        return ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}
    hours = round(wait.total_seconds() / 3600)
    if hours < 36:
        return ngettext("about %(n)d hour", "about %(n)d hours", hours) % {"n": hours}
    days = round(wait.total_seconds() / 86_400)
    return ngettext("about %(n)d day", "about %(n)d days", days) % {"n": days}
