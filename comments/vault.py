"""How an email address is kept: sealed for sending, and as a keyed index for equality.

Every key has a version and its own purpose, derived from one secret with HKDF (RFC 5869), so
that what seals an address never indexes it. The newest version comes first; older ones still
open what they sealed and find what they indexed.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import time
from base64 import urlsafe_b64encode
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.encoding import punycode

Ring = tuple[tuple[str, str], ...]  # (version, secret), the newest first

FILE = re.compile(r"email-([1-9][0-9]{0,8})")  # a generated key in KEYS_DIR; the number ascends
SETTLED = 2_000_000_000  # nanoseconds after which a folder's time of change can be relied on


def seal(address: str) -> bytes:
    """Encrypt an address with the newest key."""
    return _fernet(ring()).encrypt(address.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """The address again. Raises cryptography's InvalidToken when no key fits."""
    return _fernet(ring()).decrypt(bytes(sealed)).decode()


def is_current(sealed: bytes | memoryview) -> bool:
    """Whether the newest key has sealed this."""
    try:
        _fernet(ring()[:1]).decrypt(bytes(sealed))
    except InvalidToken:
        return False
    return True


def index(address: str) -> str:
    """A keyed digest of the address for equality, "version:hex"; case makes no difference."""
    return indexes(address)[0]


def indexes(address: str) -> list[str]:
    """The same under every key: what equality has to look for, the newest first."""
    text = _same(address)
    return [f"{version}:{_digest(secret, b'address index', text)}" for version, secret in ring()]


def prefix(client: str) -> str:
    """A keyed digest of the client's network: its /24, for IPv6 its /48; "" when unknown."""
    return next(iter(prefixes(client)), "")


def prefixes(client: str) -> list[str]:
    """The same under every key, the newest first; none when the network is unknown."""
    try:
        address = ip_address(client)
    except ValueError:
        return []
    if isinstance(address, IPv6Address):  # on a socket for both, IPv4 comes as ::ffff:1.2.3.4
        address = address.ipv4_mapped or address
    network = ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False)
    return [_digest(secret, b"client network", str(network)) for _version, secret in ring()]


def digest(token: str) -> str:
    """What is stored of a token that only its owner knows."""
    return hashlib.sha256(token.encode()).hexdigest()


def ring() -> Ring:
    """The keys of the environment, else those generated into KEYS_DIR.

    A running process uses a key that is added to the folder from its next address on.
    """
    if settings.EMAIL_ENCRYPTION_KEYS:
        return _pairs(tuple(settings.EMAIL_ENCRYPTION_KEYS))
    folder, now = str(settings.KEYS_DIR), time.time_ns()
    try:
        changed = os.stat(folder).st_mtime_ns
    except OSError:
        changed = 0
    # Within the clock's own step a folder may change twice and look unchanged.
    return _generated(folder, changed if changed < now - SETTLED else now)


@lru_cache(maxsize=4)
def _pairs(pairs: tuple[str, ...]) -> Ring:
    return tuple((version, key) for version, _, key in (pair.partition(":") for pair in pairs))


@lru_cache(maxsize=4)
def _generated(path: str, _changed: int) -> Ring:
    folder = Path(path)
    found = [name for file in folder.glob("email-*") if (name := FILE.fullmatch(file.name))]
    if not found:
        raise ImproperlyConfigured(
            f"No key protects addresses: {folder} holds no file email-1 and"
            " EMAIL_ENCRYPTION_KEYS is not set. Restore the key, or start again to make one."
        )
    versions = sorted((match[1] for match in found), key=int, reverse=True)
    return tuple((one, (folder / f"email-{one}").read_text().strip()) for one in versions)


def _same(address: str) -> str:
    """One form for what reaches the same mailbox: any case, the domain in any script."""
    local, at, domain = address.strip().casefold().rpartition("@")
    with suppress(UnicodeError):  # no domain at all; equality still has an answer
        domain = punycode(domain)
    return f"{local}{at}{domain}"


@lru_cache(maxsize=8)
def _fernet(keys: Ring) -> MultiFernet:
    return MultiFernet(
        [Fernet(urlsafe_b64encode(_derive(secret, b"seal"))) for _version, secret in keys]
    )


def _digest(secret: str, purpose: bytes, text: str) -> str:
    return hmac.new(_derive(secret, purpose), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=32)
def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"byline " + purpose).derive(secret.encode())
