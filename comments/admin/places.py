"""How replies are taken, on the pages of what decides about it: articles and sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin import ArticleAdmin, SectionAdmin
from articles.models import Article, Section
from comments.models import Act, Mode, SectionDiscussion, Thread

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    ThreadOnArticle = admin.StackedInline[Thread, Article]
    ThreadModelForm = forms.ModelForm[Thread]
    ThreadSet = forms.BaseInlineFormSet[Thread, Article, forms.ModelForm[Thread]]
    DiscussionInSection = admin.StackedInline[SectionDiscussion, Section]
else:
    ThreadOnArticle = DiscussionInSection = admin.StackedInline
    ThreadModelForm, ThreadSet = forms.ModelForm, forms.BaseInlineFormSet

GUARDED = ("mode", "slow_seconds", "prompt")  # what the desk changes too
CHANGED = _("Somebody else has changed this in the meantime; it says “%(value)s” now.")


class ThreadForm(ThreadModelForm):
    """Leaves alone what was not touched here, and refuses what somebody else has changed too.

    The desk changes the same row, and an article stands open in the admin for hours.
    """

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in GUARDED:
            if name not in self.changed_data:
                data.pop(name, None)
                continue
            now = str(getattr(self.instance, name))
            is_stale = self._seen(name) not in (None, now)
            if is_stale and str(data.get(name, "")) != now:
                self.add_error(name, CHANGED % {"value": now or "–"})
                self._show(name, now)
        return data

    def _show(self, name: str, now: str) -> None:
        """Whoever sends the form again has seen what it says now."""
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_initial_prefix(name)] = now

    def _seen(self, name: str) -> str | None:
        """What stood there when the page was made; None when the page does not say so."""
        return self.data.get(self.add_initial_prefix(name))


class ThreadFormSet(ThreadSet):
    """Writes changes down in the log, as the desk does."""

    by: User

    def save_new(self, form: Any, commit: bool = True) -> Thread:
        return self._log(Thread(), super().save_new(form, commit))

    def save_existing(self, form: Any, obj: Thread, commit: bool = True) -> Thread:
        """Of the row only what was changed here: replies are counted in it meanwhile."""
        before, after = Thread.objects.get(pk=obj.pk), form.save(commit=False)
        if commit:
            changed = {field.name for field in Thread._meta.fields} & set(form.changed_data)
            after.save(update_fields=changed)
        return self._log(before, after)

    def _log(self, before: Thread, after: Thread) -> Thread:
        for verb, name in (("mode", "setting"), ("prompt", "prompt")):
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                Act.objects.log(verb, self.by, article=after.article, before=old, after=new)
        return after


class ThreadInline(ThreadOnArticle):
    model = Thread
    form = ThreadForm
    formset = ThreadFormSet
    fields = ["mode", "slow_seconds", "closes_at", "prompt", "reply_count"]
    readonly_fields = ["reply_count"]
    can_delete = False  # its replies would lose the number that is kept with it

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        found: Any = super().get_formset(request, obj, **kwargs)
        found.by = request.user
        return found

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in GUARDED:
            kwargs["show_hidden_initial"] = True
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class SectionInline(DiscussionInSection):
    model = SectionDiscussion
    fields = ["mode", "slow_seconds", "needs_two"]
    can_delete = False

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "mode":  # above a section there is the site alone
            kwargs["choices"] = [("", _("as the site")), *Mode.choices[1:]]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


# Here and not in articles: it does not know that replies exist.
ArticleAdmin.inlines = [*ArticleAdmin.inlines, ThreadInline]
SectionAdmin.inlines = [*SectionAdmin.inlines, SectionInline]
