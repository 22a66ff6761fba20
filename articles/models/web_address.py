from __future__ import annotations

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

# A CharField with this, not a URLField: "example.org" without its scheme is guessed by nobody.
IS_WEB_ADDRESS = URLValidator(
    schemes=["http", "https"], message=_("Write a whole address: https://example.org/rights")
)
