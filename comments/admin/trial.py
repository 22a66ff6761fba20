"""What the settings would say of a text: nothing is stored and nobody is told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from comments import vault
from comments.models import Comment, Signal
from comments.models.intake import judge
from comments.moderation import Action, Submission, Verdict

from .page import FormPage

OUTCOMES = {
    Action.WAIT: gettext_lazy("It would wait for a moderator."),
    Action.PUBLISH: gettext_lazy("It would be published at once."),
    Action.SPAM: gettext_lazy("It would be filed as spam."),
}


class TrialForm(forms.Form):
    body = forms.CharField(
        label=gettext_lazy("Reply"),
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, required=False)
    website = forms.CharField(label=gettext_lazy("Website"), max_length=200, required=False)
    network = forms.GenericIPAddressField(
        label=gettext_lazy("Address on the network"),
        required=False,
        help_text=gettext_lazy("Such as 192.0.2.10: compared with networks in the lists."),
    )


class TrialView(FormPage):
    """A reply as somebody unknown would send it, judged by the settings as they are saved."""

    permission_required = "comments.configure_replies"
    template_name = "admin/comments/discussion/try.html"
    form_class = TrialForm
    title = gettext_lazy("Try a text")

    def form_valid(self, form: TrialForm) -> HttpResponse:
        data = form.cleaned_data
        reply = Submission(
            name=data["name"] or _("Somebody"),
            email="",
            website=data["website"],
            body=data["body"],
            client_address=data["network"],
            client_prefix=vault.prefix(data["network"]),
        )
        verdict = judge(Comment(article=Article()), reply)
        return self.answer(form, **_words(verdict))


def _words(verdict: Verdict) -> dict[str, Any]:
    signals = [Signal(code=s.code, weight=s.weight, detail=s.detail) for s in verdict.signals]
    return {"outcome": OUTCOMES[verdict.action], "signals": signals}
