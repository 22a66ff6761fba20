"""The forms of notices of illegal content and of objections, for readers and at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .addresses import EMAIL_LENGTH
from .forms import DECOYS, NAME_LENGTH, Limit, TextField, check_email
from .markup import CONTROLS
from .models import Notice
from .moderation.normalise import fold
from .notified import Content, locate

EXPLANATION_LENGTH, LAW_LENGTH, ADDRESS_LENGTH = 5000, 200, 500  # characters
OBJECTION_LENGTH, STATEMENT_LENGTH = 2000, 5000


class PlainText(TextField):
    """A text of several lines; invisible ones say nothing, and controls are left out."""

    def __init__(self, *, most: int, rows: int, **kwargs: Any) -> None:
        area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        super().__init__(validators=[Limit(most)], widget=area, **kwargs)

    def clean(self, value: Any) -> str:
        text = CONTROLS.sub("", super().clean(value)).strip()
        if self.required and not fold(text):
            raise forms.ValidationError(self.error_messages["required"])
        return text


class LineField(forms.CharField):
    """A text on one line, without controls."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"dir": "auto"}))
        super().__init__(validators=[Limit(most)], **kwargs)

    def clean(self, value: Any) -> str:
        return " ".join(CONTROLS.sub("", super().clean(value) or "").split())


class NoticeForm(forms.Form):
    """What article 16(2) asks of a notice. `host` is that of the request.

    Name and address are not asked of who notifies of a sexual offence against a child.
    """

    url = forms.CharField(
        label=_("Address of the content"),
        validators=[Limit(ADDRESS_LENGTH)],
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off"}),
        help_text=_("Of the article, or of the reply: the time above a reply leads to it."),
        error_messages={"required": _("Please give the address of the content.")},
    )
    explanation = PlainText(
        label=_("Why is it illegal?"),
        most=EXPLANATION_LENGTH,
        rows=8,
        help_text=_("What it says, and why you are sure that the law forbids it."),
        error_messages={"required": _("Please write why it is illegal.")},
    )
    law = LineField(
        label=_("The law that it breaks"),
        most=LAW_LENGTH,
        required=False,
        help_text=_("If you know it."),
    )
    child = forms.BooleanField(
        label=_("It shows or promotes the sexual abuse of a child."),
        required=False,
        help_text=_(
            "Offences of articles 3 to 7 of Directive 2011/93/EU."
            " You need not say who you are then."
        ),
    )
    name = LineField(
        label=_("Your name"),
        most=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Please give your name.")},
    )
    email = forms.CharField(
        label=_("Your email address"),
        validators=[Limit(EMAIL_LENGTH), check_email],
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        help_text=_("For the receipt and the decision. Nobody else learns it."),
        error_messages={"required": _("Please give your email address.")},
    )
    good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I write here is accurate and complete."),
        error_messages={"required": _("Please confirm that you write this in good faith.")},
    )

    def __init__(self, data: Any = None, *, host: str, **kwargs: Any) -> None:
        super().__init__(data, auto_id="notice-%s", **kwargs)
        self.host = host
        self.content: Content | None = None
        if data and data.get("child"):
            for name in ("name", "email"):
                self.fields[name].required = False
        for name in DECOYS:
            self.fields[name] = forms.CharField(
                label=_("Leave this empty"),
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
            )

    def clean_url(self) -> str:
        """The permanent address of what is meant: a public article, or a public reply."""
        self.content = locate(self.cleaned_data["url"], self.host)
        if self.content is None:
            message = _("There is no article and no reply of this site at this address.")
            raise forms.ValidationError(message)
        return self.content.address

    def trap(self) -> bool:
        """Whether a field was filled in that people do not see."""
        return any(self.cleaned_data.get(name) for name in DECOYS)

    def decoys(self) -> list[forms.BoundField]:
        return [self[name] for name in DECOYS]

    def said(self) -> dict[str, Any]:
        """What is kept of it, besides the address."""
        names = ("url", "explanation", "law", "name", "good_faith")
        return {name: self.cleaned_data[name] for name in names} | {"is_trapped": self.trap()}


class ObjectionForm(forms.Form):
    """Why a decision should be made anew."""

    text = PlainText(
        label=_("Why should it be decided anew?"),
        most=OBJECTION_LENGTH,
        rows=5,
        error_messages={"required": _("Please write why it should be decided anew.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="objection-%s")


class UpholdForm(forms.Form):
    """What a statement of reasons needs besides what is stored anyway."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=Notice.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose the ground.")},
    )
    basis = LineField(
        label=_("Which law or which rule"),
        most=LAW_LENGTH,
        error_messages={"required": _("Please name the law or the rule.")},
    )
    statement = PlainText(
        label=_("Facts and circumstances"),
        most=STATEMENT_LENGTH,
        rows=5,
        help_text=_("Both sides read this. Please name nobody who sent a notice."),
        error_messages={"required": _("Please write the facts and circumstances.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="uphold-%s")


class RefuseForm(forms.Form):
    """Why a notice is not followed."""

    statement = PlainText(
        label=_("Why the content stays"),
        most=STATEMENT_LENGTH,
        rows=5,
        help_text=_("Whoever sent the notice reads this."),
        error_messages={"required": _("Please write why the content stays.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="refuse-%s")


class AnswerForm(forms.Form):
    """The decision about an objection; a refusal says why."""

    verdict = forms.ChoiceField(choices=[("upheld", ""), ("refused", "")], widget=forms.HiddenInput)
    answer = PlainText(
        label=_("Answer"),
        most=STATEMENT_LENGTH,
        rows=5,
        required=False,
        help_text=_("Whoever objected reads this. A refusal needs one."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="answer-%s")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == "refused" and not fold(data.get("answer", "x")):
            self.add_error("answer", _("Please write why the decision stands."))
        return data
