"""The files for containers fit the program: variables, ports, commands, limits."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from cms import limits, server
from cms import settings as settings_module

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = (ROOT / "compose.yaml").read_text()
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
NGINX = (ROOT / "docs" / "nginx.conf").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
DOCUMENTED = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
OURS = ("release", "web", "worker")
# What one container alone does not need, or what is not for production.
LEFT_OUT = {"PORT", "RATE_LIMITS", "BYLINE_LOGIN", "BYLINE_DEMO", "DEBUG"}


@pytest.mark.parametrize("name", OURS)
def test_every_variable_that_a_container_gets_is_documented(name: str) -> None:
    given = set(SERVICES[name]["environment"])
    assert given <= DOCUMENTED.keys()
    assert DOCUMENTED.keys() - given == LEFT_OUT


def test_every_variable_that_is_taken_from_outside_is_documented() -> None:
    taken = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
    assert taken - {"POSTGRES_PASSWORD"} <= DOCUMENTED.keys()
    defaults = dict(re.findall(r"^ +([A-Z_]+): \$\{\1:-([^}]*)\}", COMPOSE, re.MULTILINE))
    changed = {name for name, value in defaults.items() if value != DOCUMENTED[name]}
    assert changed == {"SITE_URL", "LOG_FORMAT"}  # nginx's port; machines read the log


def test_all_parts_are_there_and_reach_each_other() -> None:
    assert SERVICES.keys() == {"database", "redis", "release", "web", "worker", "proxy"}
    environment = SERVICES["web"]["environment"]
    assert "@database/byline" in environment["DATABASE_URL"]
    assert environment["REDIS_URL"].startswith("redis://redis:")
    subnet = yaml.safe_load(COMPOSE)["networks"]["byline"]["ipam"]["config"][0]["subnet"]
    assert environment["TRUSTED_PROXIES"] == subnet
    for name in OURS:
        assert SERVICES[name]["volumes"] == [f"var:{environment['BYLINE_VAR']}"]
    assert not [name for name in SERVICES if name != "proxy" and "ports" in SERVICES[name]]


def test_web_container_starts_the_server_like_make_run() -> None:
    command = shlex.split(SERVICES["web"]["command"])[-1].replace("$$WORKERS", "2")
    words = shlex.split(command.removeprefix("exec "))
    assert words == ["python", *server.command("0.0.0.0", 8000, 2)[1:-1]]  # noqa: S104
    assert SERVICES["web"]["deploy"]["replicas"] >= 2


def test_image_alone_starts_the_server_like_make_run() -> None:
    [command] = re.findall(r"^CMD (.*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    shell, option, line = json.loads(command)
    line = line.replace("${PORT:-8000}", "8000").replace("${WORKERS:-2}", "2")
    words = shlex.split(line.removeprefix("exec "))
    assert (shell, option) == ("sh", "-c")
    assert words == ["python", *server.command("0.0.0.0", 8000, 2)[1:-1]]  # noqa: S104


def test_work_waits_for_the_tables() -> None:
    for name in ("web", "worker"):
        waits = SERVICES[name]["depends_on"]["release"]["condition"]
        assert waits == "service_completed_successfully"
    assert "migrate" in SERVICES["release"]["command"]


def test_image_takes_what_it_needs_and_no_secret() -> None:
    recipe = (ROOT / "Dockerfile").read_text()
    copied = set(re.findall(r"^COPY (\S+) \S+$", recipe, re.MULTILINE))
    assert {"cms", "articles", "comments", "templates", "static"} <= copied
    assert all((ROOT / path).exists() for path in copied)
    assert "--require-hashes" in recipe
    assert "USER byline" in recipe
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", "var", ".venv", ".git"} <= set(ignored)


def test_proxy_lets_through_what_byline_takes_and_says_who_asks() -> None:
    assert f"client_max_body_size {limits.UPLOAD // 1_000_000}m;" in NGINX
    assert f"alias {SERVICES['web']['environment']['BYLINE_VAR']}/static/;" in NGINX
    for header in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Request-ID"):
        assert f"proxy_set_header {header} " in NGINX
    assert "non_idempotent" not in NGINX
    assert settings.STATIC_URL == "/static/"


def test_proxy_of_another_user_may_read_static_files_and_no_picture() -> None:
    static = settings_module.STORAGES["staticfiles"]["OPTIONS"]
    assert static == {"file_permissions_mode": 0o644}
    assert settings_module.FILE_UPLOAD_PERMISSIONS == 0o640


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_the_file(tmp_path: Path) -> None:
    site = tmp_path / "site.conf"
    site.write_text(NGINX.replace("listen 80;", "listen 127.0.0.1:8579;"))
    whole = tmp_path / "nginx.conf"
    log = f"{tmp_path}/error.log"
    http = f"http {{ access_log off; include {site}; }}"
    whole.write_text(f"pid {tmp_path}/pid; error_log {log}; events {{}} {http}")
    command = ["nginx", "-t", "-e", log, "-c", str(whole), "-p", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
