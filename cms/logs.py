from __future__ import annotations

import logging
import re

TOKEN = re.compile(
    r"(/comments/(?:mine|confirm|unsubscribe|objection)/|/moderation/link/|/notice/)[^/\s\"']+"
)

_plain = logging.Formatter()


class HideTokens(logging.Filter):
    """Addresses that prove something are logged without their token, in tracebacks too."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if TOKEN.search(message):
            record.msg, record.args = TOKEN.sub(r"\1…", message), None
        if record.exc_info and not record.exc_text:  # a formatter takes what it finds there
            record.exc_text = _plain.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = TOKEN.sub(r"\1…", record.exc_text)
        return True
