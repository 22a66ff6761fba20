"""The form "Leave a Reply"."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Layout, Submit
from django import forms
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .addresses import EMAIL_LENGTH, ascii_host, is_email
from .markup import CONTROLS
from .moderation.normalise import fold

NAME_LENGTH, WEBSITE_LENGTH, BODY_LENGTH = 100, 200, 5000  # characters
DECOYS = ("comment_subject_line", "leave_this_empty")  # names that no browser fills in

_http = URLValidator(schemes=["http", "https"])


class Limit(MaxLengthValidator):
    """A validator alone: `maxlength` in the page would cut a long text without a word.

    Browsers count it in UTF-16 units, so it would also cut names of emoji within the limit.
    """

    message = _("Please use at most %(limit_value)d characters; there are %(show_value)d.")


class TextField(forms.CharField):
    """A text with the line ends that browsers count as one character each, not CR LF."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if value else value) or ""


def check_email(address: str) -> None:
    if len(address) <= EMAIL_LENGTH and not is_email(address):
        raise forms.ValidationError(_("Please give an email address like name@example.org."))


def check_website(address: str) -> None:
    """Only web addresses become links; their hosts may be written in any script.

    One with a user's name before the host is an email address in the wrong field, or a trap.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.username is not None:
            raise ValueError
        _http(address.replace(host, ascii_host(host), 1))
    except (ValueError, forms.ValidationError):
        message = _("Please give a web address like https://example.org.")
        raise forms.ValidationError(message) from None


class WebsiteField(forms.URLField):
    default_validators = [check_website]

    def to_python(self, value: Any) -> str:
        scheme, colon, rest = (super().to_python(value) or "").partition(":")
        return scheme.lower() + colon + rest


class ReplyForm(forms.Form):
    """What a reader types. Staff who are logged in are asked for the text alone."""

    required_css_class = "required"

    body = TextField(
        label=_("Reply"),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={"required": _("Please write your reply.")},
    )
    name = forms.CharField(
        label=_("Name"),
        validators=[Limit(NAME_LENGTH)],
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Please give a name to show above your reply.")},
    )
    email = forms.CharField(
        label=_("Email"),
        validators=[Limit(EMAIL_LENGTH), check_email],
        help_text=_("Never shown to anybody who reads this page."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "required": _("Please give your email address; it will not be published."),
        },
    )
    website = WebsiteField(
        label=_("Website"),
        validators=[Limit(WEBSITE_LENGTH)],
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url", "dir": "ltr"}),
        error_messages={"invalid": _("Please give a web address like https://example.org.")},
    )
    parent = forms.IntegerField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid": _(
                "There is no such reply to answer. Send yours again to let it stand alone."
            )
        },
    )

    def __init__(
        self,
        *args: Any,
        action: str,
        is_staff: bool = False,
        body_length: int = BODY_LENGTH,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("auto_id", "reply-%s")
        super().__init__(*args, **kwargs)
        self.fields["body"].validators.append(Limit(body_length))
        if is_staff:
            for name in ("name", "email", "website"):
                del self.fields[name]
        self.action, self.body_length = action, body_length
        self.hidden = [] if is_staff else list(DECOYS)
        for name in self.hidden:
            self.fields[name] = forms.CharField(
                label=_("Leave this empty"),
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
            )

    @cached_property
    def helper(self) -> FormHelper:
        """How the form is shown, which most that are sent never are."""
        fields = [name for name in self.fields if name not in self.hidden]
        helper = _helper(self.action, fields, self.hidden)
        helper.attrs["data-limit"] = self.body_length
        return helper

    def clean_name(self) -> str:
        """On one line, without controls that would turn the text around it; not invisible."""
        name = " ".join(CONTROLS.sub("", self.cleaned_data["name"]).split())
        return self._visible("name", name)

    def clean_body(self) -> str:
        return self._visible("body", self.cleaned_data["body"])

    def _visible(self, field: str, text: str) -> str:
        if not fold(text):
            raise forms.ValidationError(self.fields[field].error_messages["required"])
        return text

    def clean(self) -> dict[str, Any]:
        """Name and website are published; an address that slipped into them must not be."""
        data = super().clean() or self.cleaned_data
        email = data.get("email", "").casefold()
        if email and email in data.get("name", "").casefold():
            self.add_error("name", _("This would publish your address. Please give a name."))
        if email and email in unquote(data.get("website", "")).casefold():
            message = _("This would publish your address. Please leave it out.")
            self.add_error("website", message)
        return data

    def decoys(self) -> tuple[str, ...]:
        """What stands in the fields that people do not see."""
        return tuple(self.cleaned_data.get(name, "") for name in DECOYS)


class Button(Submit):  # type: ignore[misc]  # crispy forms have no types
    field_classes = ""  # the library's own names for looks that we do not have


def _helper(action: str, fields: list[str], decoys: list[str]) -> FormHelper:
    helper = FormHelper()
    helper.form_action = action
    helper.form_class = "reply-form"
    helper.form_id = "reply-form"
    helper.disable_csrf = True  # the anonymous view needs no token; the tag adds one for sessions
    helper.attrs = {"novalidate": "novalidate"}
    helper.layout = Layout(
        *fields,
        *(Field(name, wrapper_class="decoy") for name in decoys),
        HTML("{{ csrf_field }}"),
        Button("post", _("Post reply"), css_class="button-primary"),
        Button("preview", _("Preview"), css_class="button"),
    )
    return helper
