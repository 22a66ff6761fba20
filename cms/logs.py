"""How the log is written: lines for people, or JSON for machines that collect them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from .redaction import redact

FORMATS = ("line", "json")
FACTS = ("status", "status_code", "milliseconds")  # of a record, where it has them

_name: ContextVar[str] = ContextVar("name of the request", default="")


@contextmanager
def named(name: str) -> Iterator[None]:
    """Inside, every line says that it belongs to this request or task."""
    token = _name.set(name)
    try:
        yield
    finally:
        _name.reset(token)


class Line(logging.Formatter):
    """ "2026-05-07 12:00:00,000 WARNING django.request [4f1c…]: Not Found: /nowhere/"."""

    def format(self, record: logging.LogRecord) -> str:
        name = _name.get()
        record.request_id = f" [{name}]" if name else ""
        return redact(super().format(record))


class Json(JsonFormatter):
    """One object per line. What a library hangs onto a record, such as the request, stays out."""

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        log_data["time"] = self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z")
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        log_data["message"] = redact(record.getMessage())
        if name := _name.get():
            log_data["request_id"] = name
        log_data |= {fact: vars(record)[fact] for fact in FACTS if fact in vars(record)}
        if trace := message_dict.get("exc_info"):
            log_data["trace"] = redact(str(trace))


def config(form: str) -> dict[str, Any]:
    """What LOGGING says for a form out of FORMATS."""
    line = {
        "()": Line,
        "format": "{asctime} {levelname} {name}{request_id}: {message}",
        "style": "{",
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line, "json": {"()": Json, "json_ensure_ascii": False}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            # Robots that ask for another host get a 400; a traceback for each would fill the log.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # A line for each request is for machines; people are told of the slow ones.
            "request": {"level": "INFO" if form == "json" else "WARNING"},
            # It would name whoever mistyped a password.
            "axes": {"level": "ERROR"},
        },
    }
