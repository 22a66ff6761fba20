from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from articles.credits import fold
from articles.models import Image
from articles.models.image_conflicts import file_values

from . import upload

if TYPE_CHECKING:
    ImageModelForm = forms.ModelForm[Image]
else:
    ImageModelForm = forms.ModelForm


ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/gif"
ORIGINS = {"xmp": "XMP", "iim": "IIM", "exif": "EXIF"}


class Names(forms.CharField):
    """A list of words in the model, one on a line in the form."""

    widget = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        names = re.split(r"[\n,;]", super().to_python(value) or "")
        return [" ".join(name.split()) for name in names if name.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


class ImageForm(ImageModelForm):
    """A picture with its words and rights, as typed; beside each field what its file says."""

    file = forms.FileField(  # Django's ImageField would answer in its own, vaguer words
        label=_("File"),
        required=False,
        allow_empty_file=True,
        # No link to the stored file, as the stock widget has one: no address leads to it.
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=Image._meta.get_field("file").help_text,
    )
    creators = Names(
        label=_("Creators"),
        required=False,
        help_text=_("Who made it, one name on a line: they stand in the credit line."),
    )
    keywords = Names(label=_("Keywords"), required=False)
    people = Names(label=_("People shown"), required=False)

    class Meta:
        model = Image
        fields = "__all__"  # the admin names them in its fieldsets

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"kind", "focal_x", "focal_y"} & self.fields.keys():
            self.fields[name].required = False  # left out, they stay what they are
        for name, (said, origin) in file_values(self.instance).items():
            if field := self.fields.get(name):
                field.help_text = self._beside(name, field.help_text, said, ORIGINS.get(origin, ""))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            upload.check(file)
            self._require_new(file)
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("kind", "focal_x", "focal_y"):
            if name in data and data[name] in (None, ""):
                data[name] = getattr(self.instance, name)
        return data

    def _require_new(self, file: UploadedFile) -> None:
        known = Image.objects.same_file(file)
        file.seek(0)
        if known is not None and known.pk != self.instance.pk:
            said = _now("This very file is in the library already:")
            link = format_html('{} <a href="{}">{}</a>', said, known.get_absolute_url(), known)
            raise ValidationError(link, code="duplicate")

    def _beside(self, name: str, help_text: Any, said: str, origin: str) -> Any:
        """The help of a field with where its value came from, or what the file says instead."""
        typed = getattr(self.instance, name)
        words = ", ".join(map(str, typed)) if isinstance(typed, list) else str(typed or "")
        if fold(words) == fold(said):
            sentence, kind = _now("As the file says (%(origin)s)."), "origin"
        else:
            sentence, kind = _now("The file says “%(said)s” (%(origin)s)."), "origin differs"
        note = sentence % {"said": said[:300], "origin": origin}
        return format_html('{} <span class="{}">{}</span>', help_text, kind, note)
