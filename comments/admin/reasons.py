"""The reasons that the desk offers for a rejection, in the newsroom's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from articles.admin.base import NewsroomAdmin
from comments.models import Reason

if TYPE_CHECKING:
    ReasonModelForm = forms.ModelForm[Reason]
else:
    ReasonModelForm = forms.ModelForm

DIGITS = 9  # as many as the desk's keys choose from


class ReasonForm(ReasonModelForm):
    """A digit chooses one reason, so no two of those that are offered share it."""

    position = forms.IntegerField(
        label=gettext_lazy("Digit"),
        help_text=gettext_lazy("The key that chooses it at the desk."),
        initial=DIGITS,
        validators=[MinValueValidator(1), MaxValueValidator(DIGITS)],
    )

    class Meta:
        model = Reason
        fields = ("title", "message", "position", "is_offered")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        others = Reason.objects.filter(is_offered=True, position=data.get("position") or 0)
        if data.get("is_offered") and others.exclude(pk=self.instance.pk).exists():
            taken = gettext_lazy("Another reason that is offered has this digit.")
            self.add_error("position", taken)
        return data


@admin.register(Reason)
class ReasonAdmin(NewsroomAdmin):
    """Decisions keep the words they were made with: changing a reason rewrites none."""

    form: type[forms.ModelForm[Any]] = ReasonForm
    list_display = ["position", "title", "message", "is_offered"]
    list_display_links = ["title"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
