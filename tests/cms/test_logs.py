"""The log names requests, never people."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from ipaddress import ip_network

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django.fixtures import Settings

from articles.models import Article
from cms import logs
from comments.models import Comment
from tests.comments.posting import send
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

READER = "203.0.113.77"
SECRETS = ("nadia", "fell", "harbour was never closed", READER, "fells.example")


@pytest.fixture(params=logs.FORMATS)
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the site's own logging writes in one of its forms, down to the last detail."""
    handler = logging.StreamHandler(io.StringIO())
    made = logging.config.DictConfigurator(logs.config(request.param))
    handler.setFormatter(made.configure_formatter(made.config["formatters"][request.param]))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.stream
    root.removeHandler(handler)
    root.setLevel(before)


def post(client: Client, article: Article, **fields: str) -> int:
    values = {
        "name": "Nadia Fell",
        "email": "nadia@example.com",
        "website": "https://fells.example/",
        "body": "The harbour was never closed.",
    }
    return send(client, article, **(values | fields)).status_code


def test_replies_leave_no_trace_of_their_writers(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, article = Client(REMOTE_ADDR=READER, raise_request_exception=False), make_article()
    answers = [post(client, article), post(client, article), post(client, article, email="nadia@")]
    token = Comment.objects.get().pk
    client.get(f"/comments/mine/{token}-guessed-token-of-nadia/")

    def breaks(*args: object, **kwargs: object) -> None:
        raise DatabaseError("Key (email)=(nadia@example.com) already exists")

    monkeypatch.setattr("comments.models.Comment.objects.submit", breaks)
    answers.append(post(client, article, body="The harbour was never closed, I say."))
    assert answers[0] == 303
    assert 422 in answers
    assert answers[-1] == 503
    said = log.getvalue().lower()
    assert "databaseerror" in said
    assert not [secret for secret in SECRETS if secret in said]


@pytest.mark.parametrize(
    "said",
    [
        'violates check constraint "a"\nDETAIL:  Failing row contains (12, Nadia Fell, The\nharbour'
        " was never closed).",
        'violates unique constraint "a"\nDETAIL:  Key (lower(name::text))=(Nadia Fell) exists.',
        "Key (name, body)=(Nadia Fell, The\nharbour was never closed) already exists.",
        'too long\nCONTEXT:  COPY comments_comment, line 3, column name: "Nadia Fell"',
        "syntax error\nLINE 1: INSERT INTO comments_comment VALUES ('Nadia Fell')\n          ^",
        'invalid input syntax for type integer: "Nadia\nFell"',
    ],
)
def test_rows_that_postgresql_quotes_are_hidden(log: io.StringIO, said: str) -> None:
    try:
        try:
            raise ValueError(said)
        except ValueError as cause:
            raise DatabaseError(said) from cause
    except DatabaseError as error:
        logging.getLogger("work").exception("Not saved: %s", error)
        logging.getLogger("work").error("Not saved: %r", error)
    shown = log.getvalue()
    assert not [secret for secret in SECRETS if secret in shown.lower()]
    assert shown.count("raise ") == 2  # both tracebacks are whole
    assert said[:8] in shown


def test_wrong_passwords_leave_no_name_and_no_address(log: io.StringIO, settings: Settings) -> None:
    make_user("nadia")
    client = Client(REMOTE_ADDR=READER)
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        client.post("/admin/login/", {"username": "nadia", "password": "harbour"})
    shown = [line for line in log.getvalue().lower().splitlines() if "axes" not in line]
    assert not [secret for secret in SECRETS if secret in "\n".join(shown)]
    assert logs.config("line")["loggers"]["axes"]["level"] == "ERROR"


def test_json_is_one_object_per_line(client: Client) -> None:
    made = logging.config.DictConfigurator(logs.config("json"))
    formatter = made.configure_formatter(made.config["formatters"]["json"])
    try:
        raise ValueError("broken for nadia@example.com")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("work", logging.ERROR, "a.py", 1, "%s\nfailed", ("This",), info)
    record.request = "what a library hangs onto it"
    record.status = 500
    with logs.named("4f1c2d3e"):
        line = formatter.format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert said.keys() == {"time", "level", "logger", "message", "request_id", "status", "trace"}
    assert (said["message"], said["request_id"]) == ("This\nfailed", "4f1c2d3e")
    assert said["trace"].endswith("ValueError: broken for …")


def test_a_request_is_one_line_with_its_id_and_without_its_query(
    client: Client, log: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "request")
    answer = client.get("/?utm_source=letter-to-nadia")
    lines = [line for line in log.getvalue().splitlines() if "GET /" in line]
    assert len(lines) == 1
    assert answer["X-Request-ID"] in lines[0]
    assert "letter" not in lines[0]


def test_an_id_is_taken_from_a_trusted_proxy_alone(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = []
    asked = {"HTTP_X_REQUEST_ID": "from-the-proxy-1"}
    assert Client(REMOTE_ADDR=READER).get("/", **asked)["X-Request-ID"] != "from-the-proxy-1"
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    assert Client(REMOTE_ADDR="10.0.0.1").get("/", **asked)["X-Request-ID"] == "from-the-proxy-1"
    assert Client(REMOTE_ADDR=READER).get("/", **asked)["X-Request-ID"] != "from-the-proxy-1"


@pytest.mark.parametrize(
    "given", ["short", "a" * 101, "with space in it", "new\nline-in-it", "ünïcode-id"]
)
def test_a_strange_id_is_replaced(given: str, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    answer = Client(REMOTE_ADDR="10.0.0.1").get("/", HTTP_X_REQUEST_ID=given)
    assert answer["X-Request-ID"].isalnum()
    assert len(answer["X-Request-ID"]) == 16


def test_two_requests_have_two_ids(client: Client) -> None:
    assert client.get("/")["X-Request-ID"] != client.get("/")["X-Request-ID"]
