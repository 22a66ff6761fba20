"""Read settings from the environment; a wrong value ends the start with one sentence naming it."""

from __future__ import annotations

import os
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

import dj_database_url
import dj_email_url
from django.conf.locale import LANG_INFO


def refuse(name: str, expected: str, value: object = None) -> NoReturn:
    """End the program: "DEBUG must be on or off, not 'maybe'."; no value where it is a secret."""
    raise SystemExit(f"{name} must be {expected}{'' if value is None else f', not {value!r}'}.")


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


def choice(name: str) -> bool | None:
    """A switch that decides nothing when it is not set."""
    return flag(name, False) if text(name) else None


def number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    value = text(name)
    if not value:
        return default
    good = value.isascii() and value.isdigit() and len(value) < 10 and int(value) >= least
    if not good or (most is not None and int(value) > most):
        to = "up" if most is None else f"to {most}"
        refuse(name, f"a whole number from {least} {to}", value)
    return int(value)


def one_of(name: str, values: tuple[str, ...]) -> str:
    """One word out of these; the first when it is not set."""
    value = text(name, values[0]).lower()
    return value if value in values else refuse(name, " or ".join(values), value)


def words(name: str) -> list[str]:
    """Values separated by commas or spaces."""
    return text(name).replace(",", " ").split()


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(word, strict=False) for word in words(name)]
    except ValueError:
        refuse(name, "a list of networks such as 10.0.0.0/8", text(name))


def addresses(name: str) -> list[str]:
    """Addresses separated by commas or spaces; they may hold a password, so none is repeated."""
    values = words(name)
    parts = [_split(value) for value in values]
    if not all(part and part.scheme in {"http", "https"} and part.hostname for part in parts):
        refuse(name, "addresses like http://10.0.0.5:6081/")
    return values


def time_zone(name: str) -> str:
    value = text(name, "UTC")
    return (
        value if value in available_timezones() else refuse(name, "a zone like Europe/Paris", value)
    )


def language(name: str, default: str) -> str:
    value = text(name, default)
    known = value.lower() in LANG_INFO or value.lower().partition("-")[0] in LANG_INFO
    return value if known else refuse(name, "a language code like en-gb", value)


def site_url(name: str, default: str) -> str:
    """The public address, without a slash at its end; its scheme decides about https."""
    value = text(name, default).rstrip("/")
    parts = _split(value)
    good = parts and parts.scheme in {"http", "https"} and parts.hostname and "@" not in value
    if not parts or not good or parts.path or parts.query or parts.fragment:
        refuse(name, "an address like https://news.example.org", value.split("@")[-1])
    return value


def database(name: str, default: str) -> dict[str, Any]:
    value = text(name, default)
    parts = _split(value)
    if not parts or parts.scheme not in {"postgres", "postgresql", "sqlite"}:
        refuse(name, "an address like postgres://user:password@host/name", value.split("@")[-1])
    return dict(dj_database_url.parse(value))


def redis(name: str) -> str:
    value = text(name)
    parts = _split(value)
    if value and (not parts or parts.scheme not in {"redis", "rediss", "unix"}):
        refuse(name, "an address like redis://127.0.0.1:6379/0", value.split("@")[-1])
    return value


def media_storage(name: str, folder: Path) -> dict[str, dict[str, Any]]:
    """Where published pictures and originals lie: two folders, or two prefixes of a bucket."""
    if value := text(name):
        return _buckets(name, value)
    files = "django.core.files.storage.FileSystemStorage"
    return {
        "default": {"BACKEND": files, "OPTIONS": {"location": folder / "public"}},
        # Originals as they were uploaded, location data included: no address leads to them.
        "private": {
            "BACKEND": "cms.storage.PrivateFiles",
            "OPTIONS": {"location": folder / "private"},
        },
    }


def _buckets(name: str, value: str) -> dict[str, dict[str, Any]]:
    """s3://key:secret@bucket/prefix?endpoint=...&region=...&private=another-bucket"""
    parts, bad = _split(value), "an address like s3://bucket?endpoint=https://s3.example.org"
    if not parts or parts.scheme != "s3" or not parts.hostname or parts.port or parts.fragment:
        refuse(name, bad, value.split("@")[-1])
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    endpoint = _split(asked.get("endpoint", "https://unset"))
    if unknown := set(asked) - {"endpoint", "region", "private"}:
        refuse(name, f"{bad}, with endpoint, region and private alone", min(unknown))
    if not endpoint or endpoint.scheme not in {"http", "https"} or not endpoint.hostname:
        refuse(name, f"{bad}, its endpoint an http or https address", asked["endpoint"])
    if bool(parts.username) != bool(parts.password):
        refuse(name, "an address with both a key and a secret, or with neither of them")
    options = {
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "endpoint_url": asked.get("endpoint"),
        "region_name": asked.get("region") or None,
    }
    buckets = {"public": parts.hostname, "private": asked.get("private") or parts.hostname}
    where = {
        kind: {"bucket_name": bucket, "location": f"{parts.path}/{kind}".strip("/")}
        for kind, bucket in buckets.items()
    }
    return {
        alias: {"BACKEND": "cms.s3.BucketFiles", "OPTIONS": options | where[kind]}
        for alias, kind in (("default", "public"), ("private", "private"))
    }


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


def login(name: str) -> tuple[str, str] | None:
    """A name and a password."""
    user, _, password = text(name).partition(":")
    if text(name) and not (user and password and len(user) <= 150):
        refuse(name, "a name and a password joined by a colon")
    return (user, password) if user else None


def key_ring(name: str) -> list[str]:
    """Pairs "version:key", the newest first."""
    pairs = [word.partition(":") for word in words(name)]
    if not all(version.isalnum() and len(key) >= 32 for version, _, key in pairs):
        refuse(name, 'pairs "version:key" with keys of at least 32 characters, the newest first')
    return ["".join(pair) for pair in pairs]


def _split(address: str) -> SplitResult | None:
    """The address in its parts; None when it is none, for example because of its port."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises ValueError too
    except ValueError:
        return None
    return parts


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
