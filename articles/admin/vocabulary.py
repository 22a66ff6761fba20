"""The newsroom's short lists: sections, contributors, tags, providers of pictures."""

from __future__ import annotations

from django.contrib import admin

from articles.models import Contributor, Provider, Section, Tag

from .base import NewsroomAdmin


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
class ProviderAdmin(NewsroomAdmin):
    list_display = ["name", "category"]
    list_filter = ["category"]
    search_fields = ["name"]
    fields = ["name", "category"]
