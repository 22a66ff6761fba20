"""The link by which an address proves itself: GET shows, POST acts; mail scanners follow links."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature, SignatureExpired
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from comments import submissions, vault
from comments.models import Claim

from .private import PrivatePage


class ConfirmView(PrivatePage):
    template_name = "comments/confirm.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.claim: Claim | None = None
        try:
            self.claim = Claim.objects.by_token(kwargs["token"])
        except (SignatureExpired, Claim.DoesNotExist):
            self.status = 410
        except BadSignature:
            self.status = 404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.claim is None:
            return self.useless(self.status)
        return super().get(request, claim=self.claim, article=self.claim.comment.article)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.claim is None:
            return self.useless(self.status)
        token = submissions.known_reader(request) or submissions.new_reader()
        self.claim.confirm(vault.digest(token))
        response = HttpResponseRedirect(request.path, status=303)
        submissions.know(response, token)
        return response

    def useless(self, status: int) -> HttpResponse:
        if status == 404:
            whole = _("Part of it may be missing. Please open it again from the mail.")
            return self.trouble(_("This link is not complete"), status, whole)
        anew = _("It worked for seven days. You can ask for a new one under your reply.")
        return self.trouble(_("This link is too old"), status, anew)
