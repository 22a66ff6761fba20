"""Read settings from the environment; a wrong value ends the start with one sentence naming it."""

from __future__ import annotations

import os
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import dj_database_url
import dj_email_url


def refuse(name: str, expected: str, value: object) -> NoReturn:
    """End the program: "DEBUG must be true or false, not 'maybe'."."""
    raise SystemExit(f"{name} must be {expected}, not {str(value)!r}.")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """A switch: on/off, true/false, yes/no or 1/0."""
    value = text(name).lower()
    if value in {"on", "true", "yes", "1"}:
        return True
    if value in {"off", "false", "no", "0"}:
        return False
    return default if not value else refuse(name, "on or off", value)


def number(name: str, default: int, *, least: int = 0) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < least:
        refuse(name, f"a whole number from {least} up", value)
    return int(value)


def words(name: str) -> list[str]:
    """Values separated by commas or spaces."""
    return text(name).replace(",", " ").split()


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(word, strict=False) for word in words(name)]
    except ValueError:
        refuse(name, "a list of networks such as 10.0.0.0/8", text(name))


def time_zone(name: str) -> str:
    value = text(name, "UTC")
    return (
        value if value in available_timezones() else refuse(name, "a zone like Europe/Paris", value)
    )


def site_url(name: str, default: str) -> str:
    """The public address, without a slash at its end; its scheme decides about https."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
        refuse(name, "an address like https://news.example.org", value)
    return value


def database(name: str, default: str) -> dict[str, Any]:
    value = text(name, default)
    try:
        return dict(dj_database_url.parse(value))
    except (ValueError, KeyError):
        refuse(name, "an address like postgres://user:password@host/name", value.split("@")[-1])


def email(name: str) -> dict[str, Any]:
    """Settings for sending mail; empty when no server is named."""
    value = text(name)
    if not value:
        return {}
    try:
        parsed = dict(dj_email_url.parse(value))
    except (ValueError, KeyError):
        parsed = {}
    if not parsed.get("EMAIL_BACKEND"):
        refuse(name, "an address like smtp://user:password@host:587", value.split("@")[-1])
    return parsed


def generated_key(folder: Path, name: str) -> str:
    """The key kept in `folder`, made at first use and readable by the owner alone."""
    path = folder / name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder / f".{name}.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(draft)  # the first process wins; a second start reads its key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
