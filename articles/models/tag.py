from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.changes import announce
from articles.slugs import free_slug


class Tag(models.Model):
    """What an article is about, across sections."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or free_slug(Tag, self.name, "tag")
        super().save(*args, **kwargs)
        announce("lists")

    def get_absolute_url(self) -> str:
        return reverse("articles:tag", args=[self.slug])
