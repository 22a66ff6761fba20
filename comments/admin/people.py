"""Export and erase what is kept under one address, when the person whose it is asks for it.

The address comes in the body of a POST alone: it is in no URL, no log and no history.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from comments.models import Comment
from comments.models.personal_data import PersonalData, as_json

from .page import FormPage


class PersonForm(forms.Form):
    # No EmailField: what was taken under older rules has to be found as well.
    address = forms.CharField(
        label=gettext_lazy("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    texts = forms.BooleanField(
        label=gettext_lazy("Erase what was written as well"),
        required=False,
        help_text=gettext_lazy("Readers then see that a reply was removed. Answers to it stay."),
    )


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PersonalDataView(FormPage):
    """`do` says what is wanted: export, ask (what would be erased) or erase."""

    permission_required = "comments.handle_personal_data"
    template_name = "admin/comments/personal_data.html"
    form_class = PersonForm
    title = gettext_lazy("Personal data")

    @method_decorator(sensitive_variables())
    def form_valid(self, form: PersonForm) -> HttpResponse:
        data = PersonalData.under(form.cleaned_data["address"])
        do = self.request.POST.get("do")
        if do == "export":
            return self.export(data)
        if do == "erase":
            return self.erase(data, texts=form.cleaned_data["texts"])
        found, notices = len(data.numbers()), data.notices().count()
        return self.answer(form, found=found, notices=notices)

    def export(self, data: PersonalData) -> HttpResponse:
        """The same JSON as the command writes, as a file."""
        response = HttpResponse(
            "".join(as_json(data.export(), data.export_notices())), content_type="application/json"
        )
        response["Content-Disposition"] = 'attachment; filename="personal-data.json"'
        response["Cache-Control"] = "private, no-store"
        self.note(CHANGE, "Personal data of one address exported.")
        return response

    def erase(self, data: PersonalData, *, texts: bool) -> HttpResponse:
        count = sum(data.erase(texts=texts))
        self.note(DELETION, f"Personal data of one address erased: {count} replies.")
        done = ngettext(
            "%(count)d reply was made anonymous.", "%(count)d replies were made anonymous.", count
        )
        messages.success(self.request, done % {"count": count})
        return HttpResponseRedirect(reverse("admin:comments_personal_data"))

    def answer(self, form: PersonForm, *, status: int = 200, **context: Any) -> HttpResponse:
        response = super().answer(form, status=status, **context)
        response["Cache-Control"] = "private, no-store"
        return response

    def note(self, flag: int, message: str) -> None:
        """Who did it and when stays in the history; for whom does not."""
        assert isinstance(self.request.user, User)
        LogEntry.objects.create(
            user=self.request.user,
            content_type=ContentType.objects.get_for_model(Comment),
            object_repr=str(self.title),
            action_flag=flag,
            change_message=message,
        )
