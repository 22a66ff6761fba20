"""Killing a picture and bringing it back: each asked for once more, with what it does."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import Image
from articles.models.image_kill import REASON

MAY_KILL = "articles.kill_image"


class WhyForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        error_messages={"required": gettext_lazy("Say why: whoever meets the picture asks.")},
    )


def urls(site: AdminSite) -> list[URLPattern]:
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return kill(request, pk, site)

    return [path("<int:pk>/kill/", site.admin_view(view), name="articles_image_kill")]


def kill(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """Kill a living picture or revive a killed one; GET says what that means, POST does it."""
    if not request.user.has_perm(MAY_KILL):
        raise PermissionDenied
    image = get_object_or_404(Image.objects.with_credit(), pk=pk)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _act(request, image, form.cleaned_data["reason"])
        return HttpResponseRedirect(image.get_absolute_url())
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Revive this picture") if image.killed_at else _("Kill this picture"),
        "opts": Image._meta,
        "image": image,
        "form": form,
        "articles": image.articles()[:200],
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/articles/image/kill.html", context, status=status)


def _act(request: HttpRequest, image: Image, reason: str) -> None:
    user = cast(User, request.user)
    if image.killed_at:
        image.revive(by=user, reason=reason)
        said = _("“%(image)s” may be shown again; its copies are being made.")
    else:
        image.kill(by=user, reason=reason)
        said = _("“%(image)s” is killed: no page shows it, and its public copies are deleted.")
    messages.success(request, said % {"image": image})
