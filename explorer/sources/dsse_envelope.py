"""The wrapping of an attestation: a bare statement, a DSSE envelope, or a Sigstore bundle around one.

No signature is verified: no library that could is part of this program. What is said is whether the envelope is whole
(DSSE 1.0, github.com/secure-systems-lab/dsse, envelope.md), and what it brings along to verify it with elsewhere.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NOT_VERIFIED = "present, not verified: no key given"
NO_ENVELOPE = "none: a statement without an envelope"
NO_SIGNATURE = "none: the envelope lists no signature"

_TYPES = ("application/vnd.in-toto+json", "application/vnd.in-toto.")
"""What the payload of an in-toto attestation is called; newer ones name the predicate behind the second."""


@dataclass(frozen=True)
class Attestation:
    """A statement and how it is wrapped."""

    statement: Mapping[str, Any]
    signature: str
    """In words; never that it was verified."""
    fault: str = ""
    """What is wrong with the envelope; empty where it is whole."""
    material: str = ""
    """What the bundle holds to verify the signature with: a certificate, keys, entries of a log."""


def opened(document: object) -> Attestation | None:
    """The attestation in a document; None where no in-toto statement can be read."""
    if not isinstance(document, dict):
        return None
    envelope = document.get("dsseEnvelope", document)
    if not isinstance(envelope, dict):
        return None
    if "payload" not in envelope:
        return Attestation(document, NO_ENVELOPE) if _is_statement(document) else None
    statement = _payload(envelope["payload"])
    if statement is None:
        return None
    signature, fault = _signatures(envelope)
    return Attestation(statement, signature, fault or _wrong_type(envelope), _material(document, envelope))


def _is_statement(document: object) -> bool:
    return isinstance(document, dict) and isinstance(document.get("predicate"), dict)


def _payload(text: object) -> Mapping[str, Any] | None:
    data = _decoded(text)
    try:
        document = json.loads(data) if data is not None else None
    except (ValueError, RecursionError):
        return None
    return document if _is_statement(document) else None


def _decoded(text: object) -> bytes | None:
    """Base64 in either alphabet, as DSSE asks of every reader; None for anything else."""
    if not isinstance(text, str):
        return None
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (ValueError, binascii.Error):
        return None


def _signatures(envelope: Mapping[str, Any]) -> tuple[str, str]:
    """What there is to say of the signatures, and what is wrong with them."""
    stated = envelope.get("signatures")
    if not isinstance(stated, list) or not stated:
        return NO_SIGNATURE, "it lists no signature"
    broken = sum(not isinstance(each, dict) or not _decoded(each.get("sig")) for each in stated)
    if broken == len(stated):
        return "none that can be read", "none of its signatures is base64"
    return NOT_VERIFIED, f"{broken} of its {len(stated)} signatures are not base64" if broken else ""


def _wrong_type(envelope: Mapping[str, Any]) -> str:
    stated = envelope.get("payloadType")
    is_right = isinstance(stated, str) and stated.startswith(_TYPES)
    return "" if is_right else f"its payload type is {str(stated or 'not stated')[:60]}, not in-toto"


def _material(bundle: Mapping[str, Any], envelope: Mapping[str, Any]) -> str:
    stated = bundle.get("verificationMaterial")
    material = stated if isinstance(stated, dict) else {}
    found = []
    if "certificate" in material or "x509CertificateChain" in material:
        found.append("certificate")
    if "publicKey" in material:
        found.append("hint at a public key")
    if isinstance(entries := material.get("tlogEntries"), list) and entries:
        found.append(f"{len(entries)} log {'entry' if len(entries) == 1 else 'entries'}")
    signatures = envelope.get("signatures")
    names = [each.get("keyid") for each in signatures if isinstance(each, dict)] if isinstance(signatures, list) else []
    found += [f"key {name[:80]}" for name in names if isinstance(name, str) and name]
    return ", ".join(found)
