from __future__ import annotations

import socket

from django.core.management.base import CommandError


def require_free(host: str, port: int) -> None:
    """Raises CommandError with one sentence when nothing can listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise CommandError(
                f"Port {port} is reserved for the system: choose one from 1024 up with PORT=."
            ) from None
        except OSError:
            raise CommandError(
                f"Port {port} is taken by another program: stop it, or choose another port,"
                f" for example with PORT={port + 1 if port < 65535 else 8000}."
            ) from None
