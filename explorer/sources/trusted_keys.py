"""The keys that the user trusts, from a file: public keys and certificates, or a Sigstore trusted root."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from explorer.errors import InputError

MOST_BYTES = 4 * 1024 * 1024
_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL)


class Role(StrEnum):
    """What a key may vouch for."""

    ANYTHING = "anything"
    """A key that the user names by itself: for signatures, and as the key of a transparency log."""
    LOG = "entries of a transparency log"
    AUTHORITY = "certificates"


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key that the user trusts, and where it is from."""

    name: str
    public: bytes
    """SubjectPublicKeyInfo, DER."""
    role: Role = Role.ANYTHING
    certificate: bytes = b""
    """The certificate in which it stood, DER; empty for a bare key."""
    since: datetime | None = None
    until: datetime | None = None
    """Between which moments a trusted root says that it was in use."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the public key, in hexadecimal, as log and key identifiers have it."""
        return hashlib.sha256(self.public).hexdigest()

    def in_use(self, moment: datetime) -> bool:
        """Whether it was in use then."""
        return not ((self.since and moment < self.since) or (self.until and moment > self.until))

    def in_words(self) -> str:
        """Its name with the beginning of its fingerprint."""
        return f"{self.name} (SHA-256 {self.fingerprint[:16]}…)"


def read_keys(path: Path) -> tuple[TrustedKey, ...]:
    """The keys in a file: PEM with any number of blocks, DER, or trusted_root.json of Sigstore.

    Raises `InputError` where it cannot be read, holds none, or holds a private key.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"The key {path} cannot be read: {reason}.", "Give the file of a public key.") from error
    if b"PRIVATE KEY" in data:
        raise InputError(f"{path.name} holds a private key.", "Give the public key that belongs to it.")
    try:
        keys = tuple(_root_keys(data) if data.lstrip().startswith(b"{") else _keys(data, path.name))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise InputError(f"{path.name} is no key that can be read.", _WANTED) from error
    if not keys:
        raise InputError(f"{path.name} holds no public key.", _WANTED)
    return keys


_WANTED = "Give a public key or certificate in PEM or DER, or Sigstore's trusted_root.json."


def _keys(data: bytes, name: str) -> Iterator[TrustedKey]:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

    blocks = list(_PEM.finditer(data))
    for block in blocks:
        if block[1] == b"CERTIFICATE":
            yield _of_certificate(name, x509.load_pem_x509_certificate(block[0]))
        elif block[1].endswith(b"PUBLIC KEY"):
            yield TrustedKey(name, _public(load_pem_public_key(block[0])))
    if not blocks:
        try:
            yield TrustedKey(name, _public(load_der_public_key(data)))
        except ValueError:
            yield _of_certificate(name, x509.load_der_x509_certificate(data))


def _of_certificate(name: str, certificate: Any) -> TrustedKey:
    """One that may issue others is an authority; any other stands for its own key."""
    from cryptography.hazmat.primitives.serialization import Encoding

    role = Role.AUTHORITY if may_issue(certificate) else Role.ANYTHING
    return TrustedKey(name, _public(certificate.public_key()), role, certificate.public_bytes(Encoding.DER))


def may_issue(certificate: Any) -> bool:
    """Whether a certificate is one of an authority (RFC 5280, basic constraints)."""
    from cryptography import x509

    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, ValueError):
        return False


def _public(key: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return bytes(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _root_keys(data: bytes) -> Iterator[TrustedKey]:
    """The logs and authorities of a trusted root (github.com/sigstore/protobuf-specs, sigstore_trustroot.proto)."""
    from cryptography import x509

    root = json.loads(data)
    for log in root.get("tlogs", ()):
        since, until = _validity(log["publicKey"])
        raw = base64.b64decode(log["publicKey"]["rawBytes"], validate=True)
        yield TrustedKey(_host(log), raw, Role.LOG, b"", since, until)
    for authority in root.get("certificateAuthorities", ()):
        since, until = _validity(authority)
        for each in authority["certChain"]["certificates"]:
            try:
                raw = base64.b64decode(each["rawBytes"], validate=True)
            except binascii.Error as error:
                raise ValueError("A certificate is not base64.") from error
            public = _public(x509.load_der_x509_certificate(raw).public_key())
            yield TrustedKey(_host(authority), public, Role.AUTHORITY, raw, since, until)


def _host(part: Mapping[str, Any]) -> str:
    return str(part.get("baseUrl") or part.get("uri") or "trusted root").partition("://")[2] or "trusted root"


def _validity(part: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    stated = part.get("validFor") or {}
    since, until = (_moment(stated.get(each)) for each in ("start", "end"))
    return since, until


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC) if isinstance(text, str) else None
