"""One reply behind a link from a mail: GET shows it, POST decides, once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments import markup
from comments.desk_links import DeskLink
from comments.models import Comment, Discussion, Report, Stale, UsedLink
from comments.models.state import SecondOpinion
from comments.models.used_link import Used
from comments.views.origin import has_session, refusal
from comments.views.private import PrivatePage

from . import sentences
from .base import DECIDE

VERBS = ("approve", "reject", "mark_spam")
REASON = "mail link"  # in the log: how it was decided


class LinkView(PrivatePage):
    """Mail programs and their scanners fetch links, so looking at one never acts.

    The newsroom's settings say whether the link needs its moderator's login as well.
    """

    template_name = "comments/desk/link.html"
    comment: Comment
    user: User

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.trouble_with(kwargs["token"]) or self.answer(200)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if trouble := self.trouble_with(kwargs["token"]):
            return trouble
        if why := refusal(request):
            return self.answer(403, problem=why)
        verb = request.POST.get("verb", "")
        if verb not in VERBS:
            return self.answer(400, problem=_("Please choose a button on this page."))
        return self.decide(verb, kwargs["token"])

    def trouble_with(self, token: str) -> HttpResponse | None:
        """What stands against using the link; None sets the reply and who may decide about it."""
        try:
            link = DeskLink.read(token)
        except signing.SignatureExpired:
            return self.trouble(_("This link has expired."), 410, _("Links hold for 24 hours."))
        except (signing.BadSignature, ValueError):
            return self.unknown()
        if UsedLink.objects.is_used(token):
            return self.used()
        return self.trouble_with_person(link) or self.trouble_with_reply(link)

    def trouble_with_person(self, link: DeskLink) -> HttpResponse | None:
        if not Discussion.objects.current().links_need_login:
            found = User.objects.filter(pk=link.user, is_active=True).first()
        elif not isinstance(self.request.user, User):
            return redirect_to_login(self.request.get_full_path())
        elif self.request.user.pk != link.user:
            return self.trouble(_("This link was mailed to somebody else."), 403)
        else:
            found = self.request.user
        if found is None or not found.has_perm(DECIDE):
            title = _("Whoever got this link does not decide about replies any more.")
            return self.trouble(title, 403)
        self.user = found
        return None

    def trouble_with_reply(self, link: DeskLink) -> HttpResponse | None:
        rows = Comment.objects.select_related("article__section", "parent", "proposed")
        found = rows.filter(pk=link.comment).first()
        if found is None:
            return self.unknown()
        if found.revision != link.revision:
            return self.stale()
        self.comment = found
        return None

    def decide(self, verb: str, token: str) -> HttpResponse:
        """The decision and the end of its link are stored together."""
        try:
            with transaction.atomic():
                UsedLink.objects.use(token)
                decision = getattr(self.comment, verb)(by=self.user, reason=REASON)
                if decision is None:
                    raise Stale
        except Used:
            return self.used()
        except SecondOpinion as why:
            return self.answer(409, problem=str(why))
        except Stale:
            return self.stale()
        noted = sentences.said(self.comment, decision) if decision.opinion else ""
        context = {"comment": self.comment, "decision": decision, "noted": noted}
        return render(self.request, "comments/desk/link_done.html", context)

    def answer(self, status: int, problem: str = "") -> HttpResponse:
        """The reply as the desk shows it, its links leading nowhere."""
        comment = self.comment
        facts = {
            "comment": comment,
            "by": self.user,
            "text": SafeString(markup.inert(comment.html)),
            "new_text": SafeString(markup.inert(comment.proposed.html)) if comment.proposed else "",
            "signals": comment.signals.all(),
            "complaints": Report.objects.filter(comment=comment).unhandled(),
            "problem": problem,
            "has_session": has_session(self.request),
        }
        return self.render_to_response(facts, status=status)

    def used(self) -> HttpResponse:
        text = _("Each link is good for one decision. You can undo it at the desk.")
        return self.trouble(_("This link has been used."), 410, text)

    def stale(self) -> HttpResponse:
        text = _("Its text or its state is another one now. Nothing was changed by this link.")
        return self.trouble(_("The reply has changed since the mail was sent."), 409, text)

    def unknown(self) -> HttpResponse:
        text = _("Perhaps the mail program has cut it off. Please copy the whole link.")
        return self.trouble(_("This link does not exist."), 404, text)

    def trouble(self, title: str, status: int, text: str = "") -> HttpResponse:
        """A page that says why not, with the way to the desk."""
        context = {"title": title, "text": text}
        return render(self.request, "comments/desk/link_trouble.html", context, status=status)
