"""Telling shared caches in front of the site (Varnish, a CDN) which pages changed."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from .outage import Outage

TIMEOUT = 2.0  # seconds for an answer
MOST = 100  # tags named in one request


class Fronts:
    """Sends `PURGE` with the tags in `Cache-Tag`, separated by commas.

    A thread does it, so that no moderator waits for a cache far away. It ends when it has nothing
    left to say, and a command ends after it. A front that does not hear it shows a page for as
    long as CDN-Cache-Control says, which is a minute.
    """

    def __init__(self, addresses: Sequence[str]) -> None:
        self._outages = {address: Outage(deaf(address)) for address in addresses}
        self._tags: dict[str, None] = {}
        self._lock = threading.Lock()
        self._speaker: threading.Thread | None = None

    def purge(self, tags: Iterable[str]) -> None:
        if not self._outages:
            return
        with self._lock:
            self._tags.update(dict.fromkeys(tags))
            if self._speaker is None or not self._speaker.is_alive():
                speaker = threading.Thread(target=self._speak, name="purges")
                speaker.start()
                self._speaker = speaker  # it waits for the lock before it says anything

    def wait(self) -> None:
        """Until everything has been said."""
        if speaker := self._speaker:
            speaker.join()

    def _speak(self) -> None:
        while tags := self._next():
            for address in self._outages:
                self._tell(address, tags)

    def _next(self) -> list[str]:
        """What to say; with nothing left, the speaker's place is free."""
        with self._lock:
            tags = list(self._tags)[:MOST]
            for tag in tags:
                del self._tags[tag]
            if not tags:
                self._speaker = None
            return tags

    def _tell(self, address: str, tags: list[str]) -> None:
        try:
            with urlopen(request(address, tags), timeout=TIMEOUT):  # noqa: S310 - from the settings
                self._outages[address].over()
        except (OSError, ValueError) as error:
            self._outages[address].note(error)
        except Exception as error:  # its text may be all that the front sent
            self._outages[address].note(ValueError(f"no answer in HTTP ({type(error).__name__})"))


def request(address: str, tags: list[str]) -> Request:
    """A name and a password in the address go where HTTP wants them (RFC 7617)."""
    parts = urlsplit(address)
    headers = {"Cache-Tag": ",".join(tags)}
    if "@" in parts.netloc:
        who, _, host = parts.netloc.rpartition("@")
        headers["Authorization"] = f"Basic {b64encode(unquote(who).encode()).decode()}"
        address = parts._replace(netloc=host).geturl()
    return Request(address, method="PURGE", headers=headers)  # noqa: S310


def deaf(address: str) -> str:
    return f"The cache in front at {urlsplit(address).hostname} does not take purges"
