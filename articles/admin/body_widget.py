from __future__ import annotations

import json
from typing import Any

import js_asset
from django import forms
from django.urls import reverse
from django_prose_editor.widgets import importmap
from js_asset import Script

from .editor_words import editor_words

EDITOR = js_asset.Media(
    importmap=importmap,
    css={"all": ["css/editor.css"]},
    js=[Script("js/editor/main.js", type="module")],
)


class BodyWidget(forms.Textarea):
    """The writing surface: a textarea that `static/js/editor/` turns into an editor.

    Of django-prose-editor it takes the bundled ProseMirror and the import map; initialiser,
    toolbar and nodes are our own, because the stock preset adds an inline style element.
    """

    media = EDITOR

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-byline-editor"] = json.dumps(
            {
                "images": reverse("admin:articles_pick_images"),
                "articles": reverse("admin:articles_pick_articles"),
                "words": editor_words(),
            }
        )
        return context

    def use_required_attribute(self, initial: Any) -> bool:
        return False  # the browser cannot focus a hidden textarea to complain about it
