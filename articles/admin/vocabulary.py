"""The newsroom's short lists: sections, contributors, tags, providers of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.forms import ModelForm
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from articles.models import Contributor, Provider, Section, Tag

from .base import NewsroomAdmin
from .image_form import Names

if TYPE_CHECKING:
    ProviderModelForm = forms.ModelForm[Provider]
else:
    ProviderModelForm = forms.ModelForm


class ProviderForm(ProviderModelForm):
    aliases = Names(
        label=gettext_lazy("Also written"),
        required=False,
        help_text=gettext_lazy("Other names for it that stand in credits, one on a line."),
    )

    class Meta:
        model = Provider
        fields = "__all__"  # the admin names them


@admin.register(Section)
class SectionAdmin(NewsroomAdmin):
    list_display = ["name", "slug", "position"]
    search_fields = ["name"]
    fields = ["name", "slug", "description", "position"]


@admin.register(Contributor)
class ContributorAdmin(NewsroomAdmin):
    list_display = ["name", "role", "slug"]
    search_fields = ["name", "role"]
    fields = ["name", "role", "bio", "slug", "user"]
    raw_id_fields = ["user"]


@admin.register(Tag)
class TagAdmin(NewsroomAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    fields = ["name", "slug"]


@admin.register(Provider)
class ProviderAdmin(SimpleHistoryAdmin, NewsroomAdmin):  # type: ignore[misc]
    """The vocabulary of agencies and other sources: how each is named, credited and used."""

    form: type[ModelForm[Any]] = ProviderForm
    list_display = ["name", "category", "style", "active"]
    list_filter = ["category", "active"]
    search_fields = ["name", "short_name"]
    fields = [
        *("name", "short_name", "aliases", "category", "active", "credit_style"),
        *("credit_template", "default_terms", "default_valid_days", "url"),
    ]
