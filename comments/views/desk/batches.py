"""A batch: what became of each of its replies, and one Undo for all."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from articles.background import later
from comments.models import Batch, Comment
from comments.models.batch import label

from .base import DECIDE, VIEW, DeskPage
from .bulk import AT_ONCE

RESULTS = 100  # on a page


class BatchView(DeskPage, DetailView):
    """GET shows the results; POST takes all back that nobody has changed since."""

    model = Batch
    queryset = Batch.objects.select_related("by", "undone_by")
    template_name = "comments/desk/batch.html"
    http_method_names = ["get", "head", "post"]

    def get_permission_required(self) -> tuple[str, ...]:
        return (DECIDE if self.request.method == "POST" else VIEW,)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch, user = self.get_object(), cast(User, request.user)
        if not batch.can_undo():
            messages.info(request, _("Nothing of this batch is left to take back."))
        elif len(batch.results) <= AT_ONCE:
            batch.take_back(by=user)
            messages.success(request, _("The batch is taken back."))
        else:
            later("comments.tasks.undo_batch", batch.pk, user.pk)
            messages.success(request, _("The batch is being taken back."))
        return HttpResponseRedirect(request.path, status=303)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = Paginator(self.object.results, RESULTS)
        page = paginator.get_page(self.request.GET.get("page"))
        rows = Comment.objects.in_bulk([number for number, *_rest in page.object_list])
        results = [(rows.get(row[0]), label(row[1])) for row in page.object_list]
        return super().get_context_data(
            batch=self.object,
            results=results,
            page_obj=page,
            can_undo=self.object.can_undo() and self.request.user.has_perm(DECIDE),
            **kwargs,
        )
