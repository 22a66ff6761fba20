"""A wrong setting ends the start with one sentence that names it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from cms import env, server

ROOT = Path(__file__).resolve().parent.parent.parent

WRONG: list[tuple[str, str, Callable[[str], object]]] = [
    ("DEBUG", "maybe", lambda name: env.flag(name, False)),
    ("RATE_LIMITS", "2", lambda name: env.flag(name, True)),
    ("BYLINE_DEMO", "perhaps", env.choice),
    ("LOG_FORMAT", "xml", lambda name: env.one_of(name, ("line", "json"))),
    ("PORT", "http", lambda name: env.number(name, 8000, least=1, most=65535)),
    ("PORT", "0", lambda name: env.number(name, 8000, least=1, most=65535)),
    ("PORT", "65536", lambda name: env.number(name, 8000, least=1, most=65535)),
    ("WORKERS", "-1", lambda name: env.number(name, 2, least=1)),
    ("WORKERS", "²", lambda name: env.number(name, 2, least=1)),
    ("RETENTION_DAYS", "9" * 5000, lambda name: env.number(name, 30, least=1)),
    ("SITE_URL", "news.example.org", lambda name: env.site_url(name, "")),
    ("SITE_URL", "https://news.example.org/news", lambda name: env.site_url(name, "")),
    ("SITE_URL", "https://news.example.org?a=b", lambda name: env.site_url(name, "")),
    ("SITE_URL", "http://news.example.org:port", lambda name: env.site_url(name, "")),
    ("SITE_URL", "https://", lambda name: env.site_url(name, "")),
    ("TIME_ZONE", "Paris", env.time_zone),
    ("LANGUAGE_CODE", "xx", lambda name: env.language(name, "en-gb")),
    ("TRUSTED_PROXIES", "10.0.0.0/40", env.networks),
    ("TRUSTED_PROXIES", "everyone", env.networks),
    ("DATABASE_URL", "oracle://host/name", lambda name: env.database(name, "")),
    ("DATABASE_URL", "byline", lambda name: env.database(name, "")),
    ("DATABASE_URL", "postgres://u:p@host:port/name", lambda name: env.database(name, "")),
    ("REDIS_URL", "127.0.0.1:6379", env.redis),
    ("EMAIL_URL", "mail.example.org", env.email),
    *(
        ("MEDIA_STORAGE", address, lambda name: env.media_storage(name, ROOT))
        for address in (
            "bucket",
            "https://bucket.example.org",
            "s3://",
            "s3://bucket:port",
            "s3://bucket:9000",
            "s3://bucket?endpoint=minio:9000",
            "s3://bucket?endpoint=",
            "s3://bucket?acl=public-read",
            "s3://key@bucket",
        )
    ),
    ("EMAIL_ENCRYPTION_KEYS", "no-version", env.key_ring),
    ("EMAIL_ENCRYPTION_KEYS", "2:short", env.key_ring),
    ("BYLINE_LOGIN", "editor", env.login),
    ("BYLINE_LOGIN", "editor:", env.login),
    ("BYLINE_LOGIN", ":secret", env.login),
]


@pytest.mark.parametrize(
    ("name", "value", "read"), WRONG, ids=[f"{w[0]}={w[1][:40]}" for w in WRONG]
)
def test_wrong_value_ends_the_start_with_a_sentence_that_names_the_variable(
    name: str, value: str, read: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stop:
        read(name)
    sentence = str(stop.value)
    assert sentence.startswith(f"{name} must be ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://desk:opensesame@host/name"),
        ("EMAIL_URL", "mail://desk:opensesame@host"),
        ("EMAIL_ENCRYPTION_KEYS", "1:opensesame"),
        ("BYLINE_LOGIN", "opensesame"),
        ("MEDIA_STORAGE", "http://key:opensesame@bucket"),
        ("MEDIA_STORAGE", "s3://key:opensesame@bucket?endpoint=x"),
    ],
)
def test_sentence_about_a_wrong_secret_does_not_print_it(name: str, value: str) -> None:
    ended = manage("check", **{name: value})
    assert ended.returncode == 1
    assert "opensesame" not in ended.stderr + ended.stdout


def test_wrong_value_stops_the_program_without_a_traceback() -> None:
    ended = manage("check", WORKERS="many")
    assert ended.returncode == 1
    assert ended.stderr == "WORKERS must be a whole number from 1 to 256, not 'many'.\n"


def test_right_values_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "BYLINE_LOGIN": "desk:a:b c",
        "BYLINE_DEMO": "off",
        "SITE_URL": "https://news.example.org:8443/",
        "LANGUAGE_CODE": "pt-br",
        "EMAIL_ENCRYPTION_KEYS": f"2:{'k' * 32},1:{'j' * 40}",
    }.items():
        monkeypatch.setenv(name, value)
    assert env.login("BYLINE_LOGIN") == ("desk", "a:b c")
    assert env.choice("BYLINE_DEMO") is False
    assert env.site_url("SITE_URL", "") == "https://news.example.org:8443"
    assert env.language("LANGUAGE_CODE", "") == "pt-br"
    assert env.key_ring("EMAIL_ENCRYPTION_KEYS") == [f"2:{'k' * 32}", f"1:{'j' * 40}"]


def test_bucket_for_media_is_read_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "s3://key:se%2Fcret@pictures/byline?endpoint=http://127.0.0.1:9000&private=originals"
    monkeypatch.setenv("MEDIA_STORAGE", address)
    read = env.media_storage("MEDIA_STORAGE", ROOT)
    public, private = read["default"]["OPTIONS"], read["private"]["OPTIONS"]
    assert (public["bucket_name"], public["location"]) == ("pictures", "byline/public")
    assert (private["bucket_name"], private["location"]) == ("originals", "byline/private")
    assert (public["access_key"], public["secret_key"]) == ("key", "se/cret")
    assert public["endpoint_url"] == private["endpoint_url"] == "http://127.0.0.1:9000"


def test_unset_switch_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BYLINE_DEMO", raising=False)
    assert env.choice("BYLINE_DEMO") is None


def test_every_variable_that_is_read_is_documented_and_no_other() -> None:
    source = (ROOT / "cms" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    lines = (ROOT / ".env.example").read_text().splitlines()
    documented = [line.partition("=")[0] for line in lines if "=" in line and line[0] != "#"]
    assert sorted(documented) == sorted(read)
    for before, line in pairwise(lines):
        assert not re.match(r"[A-Z_]+=", line) or before.startswith("# "), line


def test_example_file_can_be_used_as_it_is(tmp_path: Path) -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
    assert manage("check", **values | {"BYLINE_VAR": str(tmp_path)}).returncode == 0


def test_procfile_starts_the_server_like_make_run() -> None:
    web = next(
        line.partition(": ")[2]
        for line in (ROOT / "Procfile").read_text().splitlines()
        if line.startswith("web: ")
    )
    words = shlex.split(web.replace("${PORT:-8000}", "8000").replace("${WORKERS:-2}", "2"))
    assert words == ["python", *server.command("0.0.0.0", 8000, 2)[1:-1]]  # noqa: S104


def manage(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
