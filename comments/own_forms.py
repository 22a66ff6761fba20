"""The small forms of a reader's own reply, and of a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import Limit, ReplyForm, TextField
from .markup import CONTROLS
from .models import Comment, Report, Subscription

REPORT_LENGTH = 500  # characters


class EditForm(ReplyForm):
    """Another text for a reply: the limits and the care of the form that it was sent with."""

    def __init__(self, data: Any = None, *, comment: Comment, body_length: int) -> None:
        newest = comment.proposed or comment
        super().__init__(
            data,
            action="",
            is_staff=True,
            body_length=body_length,
            auto_id="own-%s",
            initial={"body": newest.body},
        )
        del self.fields["parent"]
        self.fields["body"].label = _("Your reply")


class MailForm(forms.Form):
    """What the writer of a reply wants to be told by mail."""

    answers = forms.BooleanField(required=False, label=_("when somebody answers it"))
    decision = forms.BooleanField(required=False, label=_("when a moderator has decided"))

    def __init__(self, data: Any = None, *, subscription: Subscription | None) -> None:
        wishes = ("answers", "decision")
        initial = {name: getattr(subscription, name) for name in wishes} if subscription else {}
        super().__init__(data, auto_id="own-%s", initial=initial)


class ReportForm(forms.Form):
    """What is wrong with a published reply."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose what is wrong with it."),
            "invalid_choice": _("Please choose what is wrong with it."),
        },
    )
    text = TextField(
        label=_("In your words"),
        required=False,
        validators=[Limit(REPORT_LENGTH)],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Moderators alone read this. Please leave out names and addresses."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="report-%s")

    def clean_text(self) -> str:
        return CONTROLS.sub("", self.cleaned_data["text"])
