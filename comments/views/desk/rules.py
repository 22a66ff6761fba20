"""The switch of a rule: muted, it goes on writing down what it sees and changes nothing."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from comments.models.muting import switch
from comments.models.signal import LABELS

from .base import CONFIGURE, DeskPage

WORDS = {"mute": True, "unmute": False}


class RulesView(DeskPage, View):
    """POST says which rule, and whether to mute it or to switch it on."""

    permission_required = CONFIGURE

    def post(self, request: HttpRequest) -> HttpResponse:
        code, verb = request.POST.get("rule", ""), request.POST.get("verb", "")
        try:
            changed = switch(code, muted=WORDS[verb], by=cast(User, request.user))
        except (KeyError, ValueError):
            messages.error(request, _("This rule cannot be switched. Please choose a button."))
        else:
            self.say(str(LABELS[code]), muted=WORDS[verb], changed=changed)
        address = reverse("comments:dashboard")
        return HttpResponseRedirect(f"{address}#rules", status=303)

    def say(self, rule: str, *, muted: bool, changed: bool) -> None:
        if not changed:
            words = _("The rule “%(rule)s” was like this already.")
        elif muted:
            words = _("The rule “%(rule)s” is muted: new replies are judged without it.")
        else:
            words = _("The rule “%(rule)s” counts again, for new replies.")
        messages.success(self.request, words % {"rule": rule})
