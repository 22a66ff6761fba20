"""What readers are asked over the form, set from an article's own page or from its bar."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from comments.desk_forms import PromptForm
from comments.models import Stale, Thread

from .article import ArticleDeskView


class PromptView(ArticleDeskView):
    """Like a change of mode; the page that shows it is the article's own."""

    form_class = PromptForm
    form_name = "prompt_form"
    done = _("The question has changed; readers see it at once.")
    same = _("That is the question already.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return self.back()

    def change(self, thread: Thread, form: Any) -> bool:
        if form.cleaned_data["seen"] != thread.prompt:
            raise Stale
        return thread.change_prompt(form.cleaned_data["prompt"], by=cast(User, self.request.user))

    def form_again(self, form: Any) -> Any:
        """What was typed stays in it."""
        thread = Thread.objects.to_judge(self.object)
        return PromptForm(thread=thread, typed=form.cleaned_data["prompt"])
