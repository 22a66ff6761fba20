from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.body import canonical
from articles.limits import reference_problems, source_problems
from articles.models import Article

from .body_widget import BodyWidget

if TYPE_CHECKING:
    ArticleModelForm = forms.ModelForm[Article]
else:
    ArticleModelForm = forms.ModelForm


class ArticleForm(ArticleModelForm):
    """An article as its editor types it. `verb` is the button: "" (save), publish or withdraw."""

    verb: ClassVar[str] = ""

    class Meta:
        model = Article
        fields = "__all__"  # the admin names them in its fieldsets
        widgets = {
            "body": BodyWidget,
            "standfirst": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }
        help_texts = {
            "published_at": _(
                "Empty: the moment of publishing. A time in the future: the article is scheduled "
                "and invisible until then."
            ),
        }

    def clean_body(self) -> str:
        source = self.cleaned_data.get("body") or ""
        if problems := source_problems(source):
            raise forms.ValidationError(problems)
        body = canonical(source)
        if problems := reference_problems(body):
            raise forms.ValidationError(problems)
        return body

    def clean_standfirst(self) -> str:
        return " ".join((self.cleaned_data.get("standfirst") or "").split())

    def _post_clean(self) -> None:
        """Ask the article itself once it holds what was typed: a refusal then saves nothing."""
        super()._post_clean()  # type: ignore[misc]
        stays_public = self.instance.status == Article.Status.PUBLISHED and self.verb != "withdraw"
        if not self.errors and (self.verb == "publish" or stays_public):
            for problem in self.instance.problems():
                self.add_error(None, problem)
