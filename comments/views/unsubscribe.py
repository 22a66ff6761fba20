"""The link at the end of every mail: GET shows, POST ends the mails."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from comments.models import Subscription

from .private import PrivatePage


class UnsubscribeView(PrivatePage):
    """A mail provider may post here for its reader (RFC 8058): without cookies, from elsewhere."""

    template_name = "comments/unsubscribe.html"
    same_origin_only = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.subscription: Subscription | None = None
        try:
            self.subscription = Subscription.objects.by_token(kwargs["token"])
        except (BadSignature, Subscription.DoesNotExist) as error:
            self.is_known = isinstance(error, Subscription.DoesNotExist)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subscription is None:
            return self.useless()
        article = self.subscription.comment.article
        return super().get(request, subscription=self.subscription, article=article)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subscription is None:
            return self.useless()
        self.subscription.end()
        return self.get(request)

    def useless(self) -> HttpResponse:
        if self.is_known:
            gone = _("Nothing of your address is kept here.")
            return self.trouble(_("These mails have ended already"), 200, gone)
        whole = _("Part of it may be missing. Please open it again from the mail.")
        return self.trouble(_("This link is not complete"), 404, whole)
