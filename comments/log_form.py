"""The filter of the log: an address with wrong values in it is answered with sentences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Act
from .models.log import VERBS, Log, Place

MOST = 2**63 - 1  # the largest number that a row can have
ONE_OF_THE_LIST = {"invalid_choice": gettext_lazy("Please choose from the list.")}
A_NUMBER = gettext_lazy("Please give a number, such as 42.")
A_DAY = gettext_lazy("Please give a day, such as 2026-11-23.")


class Number(forms.IntegerField):
    def __init__(self, label: Any) -> None:
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), A_NUMBER)
        super().__init__(
            label=label, required=False, min_value=1, max_value=MOST, error_messages=wrong
        )
        self.widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 8})


class Day(forms.DateField):
    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": A_DAY},
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        )


class LogForm(forms.Form):
    """Everything is optional; days are in UTC and both included."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who"), required=False, error_messages=ONE_OF_THE_LIST
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What"), required=False, error_messages=ONE_OF_THE_LIST
    )
    article = Number(gettext_lazy("Article number"))
    reply = Number(gettext_lazy("Reply number"))
    since = Day(gettext_lazy("From"))
    until = Day(gettext_lazy("Until"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["from"] = self.fields.pop("since")  # the word that the address has
        self.order_fields(["who", "what", "article", "reply", "from", "until"])
        staff = User.objects.filter(is_staff=True).order_by("username")
        people = [(str(pk), name) for pk, name in staff.values_list("pk", "username")]
        nobody = [("machine", _("the machine")), ("reader", _("a reader"))]
        self.choices("who", [("", _("anybody")), *nobody, *people])
        self.choices("what", [("", _("anything")), *VERBS.items(), *Act.Verb.choices])

    def choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if (first := values.get("from")) and (last := values.get("until")) and first > last:
            self.add_error("until", _("The last day is before the first one."))
        return values

    def log(self, after: Place | None = None) -> Log:
        values = dict(self.cleaned_data)
        return Log(since=values.pop("from"), after=after, **values)

    def query(self) -> str:
        """The filter as the address has it, without what is empty."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})
