"""The mails that the worker sends: who gets them, what stands in them.

What a reader typed appears in a mail only when it is published, and only in mails to addresses
that have proven themselves.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.addresses import absolute

from . import statements
from .desk_links import DeskLink
from .markup import CONTROLS
from .models import Appeal, Claim, Comment, Notice, Subscription
from .models import appeal as objections
from .models.digest import Digest

log = logging.getLogger(__name__)


class NotSent(Exception):
    """The mail server did not take a mail; says why, but not for whom it was."""


def confirmation(claim: Claim, address: str) -> bool:
    """Ask the owner of an address whether it was them; no word in it was typed by a reader."""
    article = claim.comment.article
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Please confirm your address for %(site)s") % {"site": settings.SITE_NAME}
        link = absolute(reverse("comments:confirm", args=[claim.token()]))
        return _send(address, subject, "confirm", {"article": article, "link": link})


def decision(subscription: Subscription, comment: Comment, message: str = "") -> bool:
    """Tell the writer of a reply what a moderator decided, and in their words why."""
    headline = {"headline": comment.article.headline}
    with translation.override(settings.LANGUAGE_CODE):
        if comment.status == Comment.Status.PUBLISHED:
            subject = _("Your reply under “%(headline)s” is published") % headline
        else:
            subject = _("Your reply under “%(headline)s” was not published") % headline
        return _to_subscriber(subscription, subject, "decision", comment, message)


def request(subscription: Subscription, comment: Comment, message: str) -> bool:
    """Tell the writer of a reply that a moderator would like another text."""
    headline = {"headline": comment.article.headline}
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Please change your reply under “%(headline)s”") % headline
        return _to_subscriber(subscription, subject, "request", comment, message)


def answer(subscription: Subscription, comment: Comment) -> bool:
    """Tell the writer of a reply that somebody has answered it."""
    names = {"name": comment.name, "headline": comment.article.headline}
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("%(name)s answered your reply under “%(headline)s”") % names
        return _to_subscriber(subscription, subject, "answer", comment)


def digest(user: User, waiting: Digest) -> bool:
    """Tell a moderator that replies wait."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = ngettext(
            "%(n)d reply waits for a moderator",
            "%(n)d replies wait for a moderator",
            waiting.waiting,
        ) % {"n": waiting.waiting}
        urgent = [
            (row.headline, DeskLink(user.pk, row.comment, row.revision).address())
            for row in waiting.urgent
        ]
        facts = {"digest": waiting, "urgent": urgent, "link": absolute(reverse("comments:desk"))}
        return _send(user.email, subject, "digest", facts)


def receipt(notice: Notice) -> bool:
    """Tell the sender of a notice of illegal content that it has come, and where its page is."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("We have received your notice %(number)d") % {"number": notice.pk}
        return _to_sender(notice, subject, "notice", {})


def statement(notice: Notice) -> bool:
    """Tell the sender of a notice how it was decided and why."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("The decision about your notice %(number)d") % {"number": notice.pk}
        return _to_sender(notice, subject, "statement", {"parts": statements.to_sender(notice)})


def statement_to_writer(subscription: Subscription, notice: Notice) -> bool:
    """Tell the writer of a reply why it was taken from readers because of a notice."""
    assert notice.comment is not None
    assert notice.decision is not None
    with translation.override(settings.LANGUAGE_CODE):
        headline = {"headline": notice.comment.article.headline}
        subject = _("Why readers do not see your reply under “%(headline)s”") % headline
        page = absolute(reverse("comments:objection", args=[objections.sign(notice.decision)]))
        parts = statements.to_writer(notice)
        return _to_subscriber(
            subscription, subject, "statement", notice.comment, parts=parts, page=page
        )


def objection_decided(appeal: Appeal, subscription: Subscription | None = None) -> bool:
    """Tell who objected how somebody else has decided: a subscriber, or the sender of a notice."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("The decision about your objection")
        if appeal.notice:
            return _to_sender(appeal.notice, subject, "appeal", {"appeal": appeal})
        assert subscription is not None
        assert appeal.comment is not None
        return _to_subscriber(subscription, subject, "appeal", appeal.comment, appeal=appeal)


def _to_sender(notice: Notice, subject: str, template: str, context: dict[str, Any]) -> bool:
    """To whoever sent a notice; the address has proven nothing, so no reader's word is in it."""
    page = absolute(reverse("comments:notice_page", args=[notice.token()]))
    return _send(notice.address, subject, template, context | {"notice": notice, "page": page})


def _to_subscriber(
    subscription: Subscription,
    subject: str,
    template: str,
    comment: Comment,
    message: str = "",
    **more: Any,
) -> bool:
    """With the way to end it, for mail programs too (RFC 2369 and RFC 8058)."""
    stop = absolute(reverse("comments:unsubscribe", args=[subscription.token()]))
    link = absolute(comment.get_absolute_url())
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    text = CONTROLS.sub("", comment.body)  # as on the page, nothing turns the words around it
    context: dict[str, Any] = {"text": text, "article": comment.article, "link": link, "stop": stop}
    context |= {"comment": comment, "message": message, **more}
    return _send(subscription.address, subject, template, context, headers)


def _send(
    address: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    headers: dict[str, str] | None = None,
) -> bool:
    """Whether the mail server took it; one that refuses the address for good is not asked again.

    Raises NotSent, for a later attempt.
    """
    facts = {**context, "SITE_NAME": settings.SITE_NAME, "site": absolute("/"), "subject": subject}
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string(f"comments/mail/{template}.txt", facts),
        to=[address],
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
    )
    mail.attach_alternative(render_to_string(f"comments/mail/{template}.html", facts), "text/html")
    return _hand_over(mail)


def _hand_over(mail: EmailMultiAlternatives) -> bool:
    """What goes wrong is told without the address: errors are logged and kept with the task."""
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        codes = sorted({code for code, _text in error.recipients.values()})
        if min(codes, default=0) < 500:
            raise NotSent(f"The mail server does not take it now: {codes}") from None
        log.warning("The mail server refused a mail for good: %s", codes)
        return False
    except Exception as error:  # whatever it is, its text may name the address
        raise NotSent(_why(error)) from None
    return True


def _why(error: Exception) -> str:
    """The kind of trouble in words that name nobody; servers repeat addresses in theirs."""
    if isinstance(error, SMTPResponseException):
        return f"The mail server answered {error.smtp_code} ({type(error).__name__})."
    if isinstance(error, SMTPException):
        return f"The mail server broke off ({type(error).__name__})."
    return f"The mail could not be handed over ({type(error).__name__})."
