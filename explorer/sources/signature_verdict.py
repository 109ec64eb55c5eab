"""What came of verifying the signatures of an envelope with the keys that the user trusts."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from explorer.sources.certificate_chain import may_sign, named_in, vouched_by
from explorer.sources.signature_check import is_signed_by, pre_authentication_encoding
from explorer.sources.transparency_log import recorded
from explorer.sources.trusted_keys import Role, TrustedKey

PRESENT = "present, not verified: "
WRONG = "wrong: "


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a signature."""

    words: str
    """Begins with `verified`, `present, not verified` or `wrong`."""

    @property
    def is_verified(self) -> bool:
        """Whether a key that the user trusts, or one that a trusted authority vouches for, signed it."""
        return self.words.startswith("verified")

    @property
    def is_wrong(self) -> bool:
        """Whether it says whose it is, and is not theirs."""
        return self.words.startswith(WRONG)


@dataclass(frozen=True, slots=True)
class Signed:
    """An envelope taken apart: what is signed, each signature as bytes and text, and what came along."""

    payload: bytes
    message: bytes
    signatures: tuple[tuple[bytes, str], ...]
    names: tuple[str, ...]
    """What the envelope calls its keys: identifiers and hints."""
    material: Mapping[str, Any]

    @classmethod
    def of(cls, envelope: Mapping[str, Any], bundle: Mapping[str, Any]) -> Signed:
        """The parts of a DSSE envelope in a bundle, or by itself; what cannot be read is left out."""
        payload = decoded(envelope.get("payload")) or b""
        stated = envelope.get("signatures")
        each = [one for one in stated if isinstance(one, dict)] if isinstance(stated, list) else []
        signatures = tuple((data, str(one["sig"])) for one in each if (data := decoded(one.get("sig"))))
        given = bundle.get("verificationMaterial")
        material = given if isinstance(given, dict) else {}
        hint = material.get("publicKey")
        names = (*(one.get("keyid") for one in each), hint.get("hint") if isinstance(hint, dict) else None)
        message = pre_authentication_encoding(str(envelope.get("payloadType") or ""), payload)
        return cls(payload, message, signatures, tuple(str(name) for name in names if name), material)


def decoded(text: object) -> bytes | None:
    """Base64 in either alphabet, as DSSE asks of every reader; None for anything else."""
    if not isinstance(text, str):
        return None
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (ValueError, binascii.Error):
        return None


def verdict(signed: Signed, keys: Sequence[TrustedKey], now: datetime) -> Verdict:
    """Verify with a trusted key, else by the certificate that came along. Offline; `now` is aware of its time zone."""
    if not keys:
        return Verdict(f"{PRESENT}no key given")
    for signature, _ in signed.signatures:
        for key in keys:
            if key.role is Role.ANYTHING and is_signed_by(key.public, signature, signed.message):
                return Verdict(f"verified with {key.in_words()}")
    if certificates := list(_certificates(signed.material)):
        return _by_certificate(signed, certificates, keys, now)
    if (named := _named(signed.names, keys)) is not None:
        return Verdict(f"{WRONG}it does not fit {named.in_words()}, which it names")
    many = "the key given does not fit" if len(keys) == 1 else f"none of the {len(keys):,} keys given fits"
    return Verdict(f"{PRESENT}{many}")


def _by_certificate(signed: Signed, certificates: Sequence[Any], keys: Sequence[TrustedKey], now: datetime) -> Verdict:
    leaf, *others = certificates
    fitting = [text for data, text in signed.signatures if is_signed_by(_public(leaf), data, signed.message)]
    if not fitting:
        return Verdict(f"{WRONG}it does not fit the certificate that came with it")
    if not may_sign(leaf):
        return Verdict(f"{PRESENT}its certificate is not for signing code")
    entry = recorded(signed.material.get("tlogEntries"), fitting[0], (signed.payload, signed.message), keys)
    moment = entry[0] if entry else now
    authority = vouched_by(leaf, others, keys, moment)
    if authority is not None:
        when = f"recorded {moment:%Y-%m-%d %H:%M} UTC by {entry[1].name}" if entry else "valid when it was scanned"
        return Verdict(f"verified: signed by {named_in(leaf)}; its certificate is of {authority.name}, {when}")
    ended = leaf.not_valid_after_utc
    if entry is None and ended < now and vouched_by(leaf, others, keys, leaf.not_valid_before_utc) is not None:
        told = f"its certificate ended {ended:%Y-%m-%d %H:%M} UTC, and no trusted log says that it was signed before"
        return Verdict(PRESENT + told)
    return Verdict(f"{PRESENT}no authority that is trusted vouches for its certificate")


def _certificates(material: Mapping[str, Any]) -> Iterator[Any]:
    """The signer's certificate first, then those that came along."""
    from cryptography import x509

    chain = material.get("x509CertificateChain")
    listed = chain.get("certificates") if isinstance(chain, dict) else None
    for each in (material.get("certificate"), *(listed if isinstance(listed, list) else ())):
        data = decoded(each.get("rawBytes")) if isinstance(each, dict) else None
        if data:
            try:
                yield x509.load_der_x509_certificate(data)
            except (ValueError, TypeError):
                return  # One that cannot be read ends the chain.


def _public(certificate: Any) -> bytes:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        return bytes(certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    except (ValueError, UnsupportedAlgorithm):
        return b""


def _named(names: Sequence[str], keys: Sequence[TrustedKey]) -> TrustedKey | None:
    """The trusted key that an identifier names by its fingerprint, in hexadecimal or base64."""
    for key in keys:
        digest = bytes.fromhex(key.fingerprint)
        forms = {key.fingerprint, f"SHA256:{key.fingerprint}", base64.b64encode(digest).decode()}
        if forms & set(names):
            return key
    return None


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
