"""The house rules that hold for every file of the project."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template import engines

ROOT = Path(__file__).resolve().parent.parent
CODE = ("cms", "articles", "comments", "tests", "bench", "docs")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def sources(*endings: str) -> Iterator[Path]:
    """Every source file of the project that a person wrote."""
    for folder in (*CODE, "static"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and "migrations" not in path.parts:
                yield path


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_compiles(path: Path) -> None:
    engines["django"].get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.django_db
def test_no_model_lacks_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_files_are_short() -> None:
    long = [f"{name(p)}: {lines(p)}" for p in sources(".py", ".js", ".css") if lines(p) > 300]
    assert not long


def test_templates_are_short() -> None:
    assert not [f"{name(path)}: {lines(path)}" for path in TEMPLATES if lines(path) > 100]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """The functions of a file with their lengths in lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_are_short() -> None:
    long = [
        f"{name(path)}: {function} {length}"
        for path in sources(".py")
        for function, length in functions(path)
        if length > 40
    ]
    assert not long


def test_every_setting_is_explained_and_nothing_else() -> None:
    settings = (ROOT / "cms" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', settings))
    example = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    explained = [line.partition("=")[0] for line in example if re.match(r"[A-Z_]+=", line)]
    assert sorted(explained) == sorted(read)
    for above, line in zip(["", *example], example, strict=False):
        assert not re.match(r"[A-Z_]+=", line) or above.startswith("# "), line


def test_settings_are_read_in_one_place() -> None:
    elsewhere = [
        name(path)
        for path in sources(".py")
        if path.parts[len(ROOT.parts)] in {"articles", "comments"}
        and re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))
    ]
    assert not elsewhere


# A strict policy lets none of these run or apply.
INLINE = [r"<style\b", r"\sstyle\s*=", r"\son[a-z]+\s*=", r"javascript:", r"<script(?![^>]*\ssrc=)"]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_holds_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [found for rule in INLINE for found in re.findall(rule, text, re.IGNORECASE)]


def test_templates_load_nothing_from_elsewhere() -> None:
    rule = r'(?:src|srcset|stylesheet"\s+href)="(?:https?:)?//'
    assert not [name(p) for p in TEMPLATES if re.search(rule, p.read_text(encoding="utf-8"))]
