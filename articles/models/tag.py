from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import paths
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
        is_new = self._state.adding
        super().save(*args, **kwargs)
        announce(*(["lists"] if is_new else ["lists", "site"]))  # its name stands under articles

    def get_absolute_url(self) -> str:
        return paths.tag(self.slug)
