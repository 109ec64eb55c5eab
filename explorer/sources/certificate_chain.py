"""Whether an authority that the user trusts vouches for the certificate of a signer, and whom that certificate names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from explorer.sources.trusted_keys import Role, TrustedKey, may_issue

_LONGEST = 6
_ISSUERS = ("1.3.6.1.4.1.57264.1.8", "1.3.6.1.4.1.57264.1.1")
"""Who identified the signer, newer form first (github.com/sigstore/fulcio, docs/oid-info.md)."""


def vouched_by(leaf: Any, others: Sequence[Any], keys: Sequence[TrustedKey], moment: datetime) -> TrustedKey | None:
    """The trusted authority at the end of a chain from this certificate, all of it valid at the moment; None for none.

    `others` are certificates that came along: they may lead to a trusted one, and are not trusted themselves.
    """
    from cryptography import x509

    trusted = [each for each in keys if each.role is Role.AUTHORITY and each.in_use(moment)]
    known = [(each, x509.load_der_x509_certificate(each.certificate)) for each in trusted]
    current = leaf
    for _ in range(_LONGEST):
        if not _is_valid(current, moment):
            return None
        for key, authority in known:
            if _issued(authority, current) and _is_valid(authority, moment):
                return key
        issuer = next((each for each in others if each != current and _issued(each, current)), None)
        if issuer is None:
            return None
        current = issuer
    return None


def may_sign(certificate: Any) -> bool:
    """Whether the certificate is for signing code, or does not say what it is for."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except ValueError:
        return False
    return ExtendedKeyUsageOID.CODE_SIGNING in uses


def named_in(certificate: Any) -> str:
    """Whom a certificate names, and who identified them: `ada@example.org, identified by https://accounts.example.org`."""
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        name = next((str(each.value) for each in names), "")
    except (x509.ExtensionNotFound, ValueError):
        name = ""
    name = name or certificate.subject.rfc4514_string() or "nobody"
    issuer = _identified_by(certificate)
    return f"{name}, identified by {issuer}" if issuer else name


def _identified_by(certificate: Any) -> str:
    from cryptography import x509

    for number in _ISSUERS:
        try:
            value = certificate.extensions.get_extension_for_oid(x509.ObjectIdentifier(number)).value.value
        except (x509.ExtensionNotFound, ValueError, AttributeError):
            continue
        return (_der_text(bytes(value)) if number == _ISSUERS[0] else bytes(value)).decode("utf-8", "replace")
    return ""


def _der_text(value: bytes) -> bytes:
    """The content of a DER string, without its tag and length."""
    long = value[1] & 0x7F if len(value) > 1 and value[1] & 0x80 else 0
    return value[2 + long :]


def _issued(authority: Any, certificate: Any) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return may_issue(authority)


def _is_valid(certificate: Any, moment: datetime) -> bool:
    return bool(certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc)
