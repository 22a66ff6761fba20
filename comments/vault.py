"""How an email address is kept: sealed for sending, and as a keyed index for equality.

Every key has a version and its own purpose, derived from one secret with HKDF (RFC 5869), so
that what seals an address never indexes it. The newest version comes first; older ones still
open what they sealed.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(address: str) -> bytes:
    """Encrypt an address with the newest key."""
    return _fernet().encrypt(address.encode())


def unseal(sealed: bytes) -> str:
    """The address again. Raises cryptography's InvalidToken when no key fits."""
    return _fernet().decrypt(bytes(sealed)).decode()


def index(address: str) -> str:
    """A keyed digest of the address for equality, "version:hex"; case makes no difference."""
    version, secret = _keys()[0]
    return f"{version}:{_digest(secret, b'address index', address.strip().casefold())}"


def prefix(client: str) -> str:
    """A keyed digest of the client's network: its /24, for IPv6 its /48; "" when unknown."""
    try:
        address = ip_address(client)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):  # on a socket for both, IPv4 comes as ::ffff:1.2.3.4
        address = address.ipv4_mapped or address
    network = ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False)
    return _digest(_keys()[0][1], b"client network", str(network))


def digest(token: str) -> str:
    """What is stored of a token that only its owner knows."""
    return hashlib.sha256(token.encode()).hexdigest()


def _keys() -> list[tuple[str, str]]:
    """(version, secret), the newest first."""
    return [
        (version, secret)
        for version, _, secret in (pair.partition(":") for pair in settings.EMAIL_ENCRYPTION_KEYS)
    ]


def _fernet() -> MultiFernet:
    return MultiFernet(
        [Fernet(urlsafe_b64encode(_derive(secret, b"seal"))) for _version, secret in _keys()]
    )


def _digest(secret: str, purpose: bytes, text: str) -> str:
    return hmac.new(_derive(secret, purpose), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=32)
def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"byline " + purpose).derive(secret.encode())
