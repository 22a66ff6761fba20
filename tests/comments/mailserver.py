"""A mail server on a real socket that behaves as badly as a test wants."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from django.test import override_settings


class Behaviour(Enum):
    TAKES = "takes every mail"
    REFUSES = "550 refuses the address for good and repeats it"
    LATER = "451 refuses the address for now and repeats it"
    LOGIN = "535 wants a login"
    HANGS = "says nothing at all"
    DROPS = "hangs up in the middle of the mail"


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        if self.server.behaviour is Behaviour.HANGS:
            self.server.stopping.wait(10)
            return
        self.say("220 mail.example")
        while line := self.rfile.readline().decode().strip():
            if not self.reply(line):
                return

    def reply(self, line: str) -> bool:
        verb, behaviour = line[:4].upper(), self.server.behaviour
        if verb == "RCPT" and behaviour is Behaviour.REFUSES:
            self.say(f"550 {line[8:]} no such mailbox")
        elif verb == "RCPT" and behaviour is Behaviour.LATER:
            self.say(f"451 {line[8:]} try again later")
        elif verb == "MAIL" and behaviour is Behaviour.LOGIN:
            self.say("535 authentication required")
        elif verb == "DATA":
            return self.take()
        else:
            self.say("250 ok" if verb != "QUIT" else "221 bye")
        return verb != "QUIT"

    def take(self) -> bool:
        self.say("354 go ahead")
        if self.server.behaviour is Behaviour.DROPS:
            return False
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.mails.append(b"".join(lines).decode())
        self.say("250 taken")
        return True

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.behaviour = behaviour
        self.mails: list[str] = []
        self.stopping = threading.Event()


@contextmanager
def mail_server(behaviour: Behaviour) -> Iterator[MailServer]:
    """The server, with the site's settings pointing at it; it may change its mind."""
    with MailServer(behaviour) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=server.server_address[1],
            EMAIL_TIMEOUT=0.5,
            EMAIL_USE_TLS=False,
            EMAIL_HOST_USER="",
        ):
            yield server
        server.stopping.set()
        server.shutdown()
