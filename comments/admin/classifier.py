"""What the classifier has learnt, and how often it is wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.base import NewsroomAdmin
from comments.models import ClassifierVersion


@admin.register(ClassifierVersion)
class ClassifierVersionAdmin(NewsroomAdmin):
    """To look at; a version is made by the nightly rebuild."""

    list_display = ["__str__", "made_at", "approved", "spam", "auc", "recall"]
    fields = ["made_at", "approved", "spam", "auc", "recall"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
