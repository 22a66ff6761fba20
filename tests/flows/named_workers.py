"""The site as granian serves it; each answer says which process gave it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from cms.wsgi import application as site


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    def named(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
        return start_response(status, [*headers, ("X-Worker", str(os.getpid()))], *exc_info)

    return site(environ, named)
