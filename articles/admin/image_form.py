from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from articles.models import Image

from . import upload

if TYPE_CHECKING:
    ImageModelForm = forms.ModelForm[Image]
else:
    ImageModelForm = forms.ModelForm


ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/gif"


class ImageForm(ImageModelForm):
    """A picture with its words and rights, as typed."""

    file = forms.FileField(  # Django's ImageField would answer in its own, vaguer words
        label=_("File"),
        required=False,
        allow_empty_file=True,
        # No link to the stored file, as the stock widget has one: no address leads to it.
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=Image._meta.get_field("file").help_text,
    )
    creators = forms.CharField(
        label=_("Creators"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("Who made it, one name on a line: they stand in the credit line."),
    )

    class Meta:
        model = Image
        fields = "__all__"  # the admin names them in its fieldsets

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["creators"] = "\n".join(self.instance.creators)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            upload.check(file)
        return file

    def clean_creators(self) -> list[str]:
        names = re.split(r"[\n,;]", self.cleaned_data["creators"])
        return [" ".join(name.split()) for name in names if name.strip()]
