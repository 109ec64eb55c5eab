"""The wrapping of an attestation: a bare statement, a DSSE envelope, or a Sigstore bundle around one.

Whether the envelope is whole (DSSE 1.0, github.com/secure-systems-lab/dsse, envelope.md), what came of verifying its
signatures with the keys that the user trusts, and what it brings along to verify it with elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer.sources.signature_verdict import Signed, Verdict, decoded, now, verdict
from explorer.sources.trusted_keys import TrustedKey

NO_ENVELOPE = "none: a statement without an envelope"
NO_SIGNATURE = "none: the envelope lists no signature"

_TYPES = ("application/vnd.in-toto+json", "application/vnd.in-toto.")
"""What the payload of an in-toto attestation is called; newer ones name the predicate behind the second."""


@dataclass(frozen=True)
class Attestation:
    """A statement and how it is wrapped."""

    statement: Mapping[str, Any]
    signature: Verdict
    fault: str = ""
    """What is wrong with the envelope; empty where it is whole."""
    material: str = ""
    """What the bundle holds to verify the signature with: a certificate, keys, entries of a log."""


def opened(document: object, keys: Sequence[TrustedKey] = ()) -> Attestation | None:
    """The attestation in a document, its signatures verified; None where no in-toto statement can be read."""
    if not isinstance(document, dict):
        return None
    envelope = document.get("dsseEnvelope", document)
    if not isinstance(envelope, dict):
        return None
    if "payload" not in envelope:
        return Attestation(document, Verdict(NO_ENVELOPE)) if _is_statement(document) else None
    statement = _payload(envelope["payload"])
    if statement is None:
        return None
    fault = _fault(envelope)
    signed = Signed.of(envelope, document)
    found = verdict(signed, keys, now()) if signed.signatures else Verdict(_missing(envelope))
    return Attestation(statement, found, fault, _material(document, envelope))


def _is_statement(document: object) -> bool:
    return isinstance(document, dict) and isinstance(document.get("predicate"), dict)


def _payload(text: object) -> Mapping[str, Any] | None:
    data = decoded(text)
    try:
        document = json.loads(data) if data is not None else None
    except (ValueError, RecursionError):
        return None
    return document if _is_statement(document) else None


def _missing(envelope: Mapping[str, Any]) -> str:
    stated = envelope.get("signatures")
    return "none that can be read" if isinstance(stated, list) and stated else NO_SIGNATURE


def _fault(envelope: Mapping[str, Any]) -> str:
    """What is wrong with the form of the signatures or with the type; empty where nothing is."""
    stated = envelope.get("signatures")
    if not isinstance(stated, list) or not stated:
        return "it lists no signature"
    broken = sum(not isinstance(each, dict) or not decoded(each.get("sig")) for each in stated)
    if broken:
        return (
            "none of its signatures is base64"
            if broken == len(stated)
            else (f"{broken} of its {len(stated)} signatures are not base64")
        )
    kind = envelope.get("payloadType")
    is_right = isinstance(kind, str) and kind.startswith(_TYPES)
    return "" if is_right else f"its payload type is {str(kind or 'not stated')[:60]}, not in-toto"


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
