"""The forms of the desk that need more than a button."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article

from .forms import Limit, ReplyForm
from .markup import CONTROLS
from .models import Block, Mode, Thread
from .models.prompt import PROMPT_LENGTH
from .moderation.words import problems

LENGTHS = [
    ("1", _("1 day")),
    ("7", _("1 week")),
    ("30", _("1 month")),
    ("182", _("6 months")),
    ("", _("until it is lifted")),
]  # in days
SCOPES = [("article", _("this article")), ("site", _("the whole site"))]
UNCHECKED = 20  # replies that may be filed without typing their number
WHY_REVEAL = 10  # characters


@dataclass(frozen=True, slots=True)
class Offer:
    """Something about a reply that can be blocked. `choice` is what the form sends for it."""

    choice: str
    kind: str
    value: str  # what is compared: a digest never leaves the server
    label: str
    help: str = ""


class BlockForm(forms.Form):
    """What to block, where and for how long; first with a look at what that would catch."""

    what = forms.ChoiceField(
        label=_("What"),
        error_messages={
            "required": _("Please choose what to block."),
            "invalid_choice": _("Please choose what to block."),
        },
    )
    phrase = forms.CharField(
        label=_("Phrase"),
        required=False,
        validators=[Limit(253)],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("Written like a line of the word lists: a word, some words, or word*."),
    )
    scope = forms.ChoiceField(label=_("Where"), choices=SCOPES, initial="site")
    length = forms.ChoiceField(label=_("How long"), choices=LENGTHS, required=False, initial="7")
    reason = forms.CharField(
        label=_("Reason"),
        validators=[Limit(200)],
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Moderators see it beside everything that the block catches."),
        error_messages={"required": _("Please say why.")},
    )
    file = forms.CharField(required=False)

    def __init__(self, data: Any = None, *, offers: Iterable[Offer]) -> None:
        super().__init__(data, auto_id="block-%s")
        self.offers = {offer.choice: offer for offer in offers}
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [(offer.choice, offer.label) for offer in self.offers.values()]

    def clean_phrase(self) -> str:
        return CONTROLS.sub("", self.cleaned_data["phrase"]).strip()

    def clean_reason(self) -> str:
        return CONTROLS.sub("", self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("what") == Block.Kind.PHRASE and "phrase" in data:
            self._check_phrase(data["phrase"])
        return data

    def _check_phrase(self, phrase: str) -> None:
        if not phrase:
            self.add_error("phrase", _("Please type the phrase."))
        elif bad := problems(phrase):
            self.add_error("phrase", _("This cannot be used: %(why)s.") % {"why": bad[0].why})

    def block(self, article: Article) -> Block:
        """The block that a valid form asks for, not stored yet."""
        data = self.cleaned_data
        offer = self.offers[data["what"]]
        days = data["length"]
        return Block(
            kind=offer.kind,
            value=offer.value or data["phrase"],
            article=article if data["scope"] == "article" else None,
            reason=data["reason"],
            expires_at=timezone.now() + timedelta(days=int(days)) if days else None,
        )

    def chosen(self) -> str:
        """What is about to be blocked, in words."""
        data = self.cleaned_data
        what = data["phrase"] if data["what"] == "phrase" else self.offers[data["what"]].label
        return ", ".join(
            [what, str(dict(SCOPES)[data["scope"]]), str(dict(LENGTHS)[data["length"]])]
        )

    def target(self) -> str:
        """What a preview has to have shown before the block is made."""
        return "|".join(self.cleaned_data[name] for name in ("what", "scope", "phrase"))


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need it?"),
        validators=[
            MinLengthValidator(WHY_REVEAL, _("Please say why, in at least 10 characters.")),
            Limit(500),
        ],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Your name, this reason and the time are kept in the log for good."),
        error_messages={"required": _("Please say why, in at least 10 characters.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="reveal-%s")

    def clean_reason(self) -> str:
        return CONTROLS.sub("", self.cleaned_data["reason"])


class StaffReplyForm(ReplyForm):
    """The newsroom's answer: the text alone, with the limits and the care of every reply."""

    def __init__(self, data: Any = None, *, body_length: int) -> None:
        super().__init__(
            data, action="", is_staff=True, body_length=body_length, auto_id="answer-%s"
        )
        del self.fields["parent"]
        self.fields["body"].label = _("Your reply")


class ModeForm(forms.Form):
    """How replies are taken under one article; `seen` is how that was on the page it came from."""

    mode = forms.ChoiceField(
        label=_("Replies"),
        choices=Mode.choices,
        required=False,
        error_messages={"invalid_choice": _("Please choose how replies are taken.")},
    )
    slow_seconds = forms.IntegerField(
        label=_("Seconds between two replies of one person"),
        required=False,
        min_value=1,
        max_value=86_400,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, thread: Thread) -> None:
        initial = {"mode": thread.mode, "slow_seconds": thread.slow_seconds, "seen": thread.setting}
        super().__init__(data, auto_id="mode-%s", initial=initial)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("mode") == Mode.SLOW and data.get("slow_seconds", 0) is None:
            self.add_error("slow_seconds", _("Please say how many seconds."))
        return data


class PromptForm(forms.Form):
    """What readers are asked under one article; `seen` is what they were asked on that page."""

    prompt = forms.CharField(
        label=_("Question to readers"),
        required=False,
        validators=[Limit(PROMPT_LENGTH)],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, thread: Thread, typed: str | None = None) -> None:
        prompt = thread.prompt if typed is None else typed
        initial = {"prompt": prompt, "seen": thread.prompt}
        super().__init__(data, auto_id="prompt-%s", initial=initial)

    def clean_prompt(self) -> str:
        """One line: a field for one line sends no other back."""
        return CONTROLS.sub("", " ".join(self.cleaned_data["prompt"].split()))
