"""Giving several pictures the same credit or rights, and taking that back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import BulkChange, Image, Provider, Style
from articles.models.bulk_change import MOST

from .permissions import may_publish

if TYPE_CHECKING:
    from .base import NewsroomAdmin as Base
else:
    Base = object

FLAGS = (
    *("is_file_photo", "is_handout", "one_time_use", "no_archive"),
    *("mandatory_credit", "editorial_only", "no_sales"),
)
TEXTS = ("credit_override", "copyright_notice", "usage_terms", "restrictions")
STYLES = [("", gettext_lazy("leave")), *Style.choices]
YES_NO = [("", gettext_lazy("leave")), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]


class TogetherForm(forms.Form):
    """What is given to all; a field left empty stays as it is, unless emptied on purpose."""

    creators = forms.CharField(
        label=gettext_lazy("Creators"),
        required=False,
        help_text=gettext_lazy("Names, parted by commas."),
    )
    provider = forms.ModelChoiceField(Provider.objects.all(), required=False)
    distributor = forms.ModelChoiceField(Provider.objects.all(), required=False)
    credit_style = forms.ChoiceField(choices=STYLES, required=False)
    valid_from = forms.SplitDateTimeField(required=False, widget=AdminSplitDateTime)
    valid_until = forms.SplitDateTimeField(required=False, widget=AdminSplitDateTime)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXTS:
            self.fields[name] = forms.CharField(required=False, max_length=_field(name).max_length)
        for name in FLAGS:
            self.fields[name] = forms.ChoiceField(choices=YES_NO, required=False)
        self.order_fields(["creators", "provider", "distributor", "credit_style", *TEXTS])
        for name, field in self.fields.items():
            field.label = str(_field(name).verbose_name).capitalize()
        can_be_empty = [(n, f.label) for n, f in self.fields.items() if n not in FLAGS]
        self.fields["emptied"] = forms.MultipleChoiceField(
            label=_("Empty in all of them"),
            choices=can_be_empty,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        both = [name for name in data.get("emptied", []) if data.get(name)]
        for name in both:
            self.add_error(name, _("Give it a value or empty it, not both."))
        if not self.errors and not self.values():
            self.add_error(None, _("Nothing is to be changed: fill in a field, or cancel."))
        return data

    def values(self) -> dict[str, Any]:
        """What is to be stored, by the names of the model's fields."""
        data = self.cleaned_data
        values = {name: data[name] for name in self.fields if data.get(name) and name != "emptied"}
        values |= {name: data[name] == "yes" for name in FLAGS if data.get(name)}
        if "creators" in values:
            names = re.split(r"[\n,;]", values["creators"])
            values["creators"] = [" ".join(name.split()) for name in names if name.strip()]
        for name in ("provider", "distributor"):
            if name in values:
                values[name] = values[name].pk
        return values | {name: _nothing(name) for name in data.get("emptied", [])}


def _field(name: str) -> Any:
    return Image._meta.get_field(name)


def _nothing(name: str) -> Any:
    return [] if name == "creators" else None if _field(name).null else ""


class BulkCredit(Base):
    """Mixed into ImageAdmin: the action, its form, and the page that takes a change back."""

    @admin.action(
        description=gettext_lazy("Change credit and rights together"), permissions=["publish"]
    )
    def change_together(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        numbers = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(numbers) > MOST:
            said = _("At most %(most)s pictures can be changed at once.") % {"most": MOST}
            self.message_user(request, said, messages.ERROR)
            return None
        form = TogetherForm(request.POST if "together" in request.POST else None)
        if form.is_bound and form.is_valid():
            self._change(request, numbers, form.values())
            return None
        return self._ask(request, numbers, form)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_publish(request)

    def _change(self, request: HttpRequest, numbers: list[int], values: dict[str, Any]) -> None:
        change = BulkChange.objects.make(numbers, values, by=cast(User, request.user))
        count = len(change.before)
        said = ngettext("%(count)d picture changed.", "%(count)d pictures changed.", count)
        address = reverse("admin:articles_image_undo", args=[change.pk])
        link = format_html('{} <a href="{}">{}</a>', said % {"count": count}, address, _("Undo"))
        self.message_user(request, link, messages.SUCCESS)

    def _ask(self, request: HttpRequest, numbers: list[int], form: TogetherForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Change credit and rights together"),
            "opts": Image._meta,
            "form": form,
            "media": self.media + form.media,
            "numbers": numbers,
            "samples": Image.objects.with_credit().filter(pk__in=numbers[:5]),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        status = 422 if form.is_bound else 200
        template = "admin/articles/image/together.html"
        return TemplateResponse(request, template, context, status=status)

    def undo_together(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a change did; POST takes it back."""
        if not may_publish(request):
            raise PermissionDenied
        change = get_object_or_404(BulkChange.objects.select_related("by", "undone_by"), pk=pk)
        if request.method == "POST":
            self._say_undone(request, change.undo(by=cast(User, request.user)))
            return HttpResponseRedirect(reverse("admin:articles_image_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("A change of several pictures"),
            "opts": Image._meta,
            "change": change,
            "count": len(change.before),
            "images": Image.objects.filter(pk__in=list(change.before)[:50]),
        }
        return TemplateResponse(request, "admin/articles/image/undo.html", context)

    def _say_undone(self, request: HttpRequest, kept: list[Image]) -> None:
        self.message_user(request, _("The change is undone."), messages.SUCCESS)
        if kept:
            names = ", ".join(f"“{image}”" for image in kept[:10])
            said = _("These were changed again since and stay as they are: %(names)s.")
            self.message_user(request, said % {"names": names}, messages.WARNING)
