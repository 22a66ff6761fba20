"""The form "Leave a Reply"."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Layout, Submit
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from .markup import CONTROLS
from .moderation.normalise import fold

NAME_LENGTH, BODY_LENGTH = 100, 5000  # characters
DECOYS = ("comment_subject_line", "leave_this_empty")  # names that no browser fills in


class ReplyForm(forms.Form):
    """What a reader types. Staff who are logged in are asked for the text alone."""

    required_css_class = "required"

    body = forms.CharField(
        label=_("Reply"),
        # A validator alone: `maxlength` in the page would cut a long text without a word.
        validators=[MaxLengthValidator(BODY_LENGTH)],
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={"required": _("Please write your reply.")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Please give a name to show above your reply.")},
    )
    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        help_text=_("Never shown to anybody who reads this page."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "required": _("Please give your email address; it will not be published."),
            "invalid": _("Please give an email address like name@example.org."),
        },
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url", "dir": "ltr"}),
        error_messages={"invalid": _("Please give a web address like https://example.org.")},
    )
    parent = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: str, is_staff: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "reply-%s")
        super().__init__(*args, **kwargs)
        if is_staff:
            for name in ("name", "email", "website"):
                del self.fields[name]
        decoys = [] if is_staff else list(DECOYS)
        for name in decoys:
            self.fields[name] = forms.CharField(
                label=_("Leave this empty"),
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
            )
        self.helper = _helper(action, [name for name in self.fields if name not in decoys], decoys)

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

    def clean_website(self) -> str:
        """Only web addresses become links."""
        website: str = self.cleaned_data["website"]
        if website and not website.startswith(("http://", "https://")):
            raise forms.ValidationError(self.fields["website"].error_messages["invalid"])
        return website

    def clean(self) -> dict[str, Any]:
        """A name is published; an address that slipped into its field must not be."""
        data = super().clean() or self.cleaned_data
        email, name = data.get("email", ""), data.get("name", "")
        if email and email.casefold() in name.casefold():
            self.add_error("name", _("This would publish your address. Please give a name."))
        return data

    def decoys(self) -> tuple[str, ...]:
        """What stands in the fields that people do not see."""
        return tuple(self.cleaned_data.get(name, "") for name in DECOYS)


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
        Submit("post", _("Post reply"), css_class="button-primary"),
        Submit("preview", _("Preview"), css_class="button"),
    )
    return helper
