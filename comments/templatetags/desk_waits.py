"""How much waits at the desk, for pages elsewhere."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models.piles import waiting_now
from comments.views.desk.words import grouped

register = template.Library()


@register.simple_tag
def what_waits() -> str:
    """A sentence, from one query."""
    n = waiting_now()
    if not n:
        return _("No reply waits")
    return ngettext("%(n)s reply waits", "%(n)s replies wait", n) % {"n": grouped(n)}
