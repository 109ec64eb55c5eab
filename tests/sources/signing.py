"""Signers of tests: keys, an authority with a short-lived certificate, and a transparency log, all made anew."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SIGNED = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
"""When the short-lived certificate was in use."""
_TYPE = "application/vnd.in-toto+json"


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def public_der(key: Any) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def public_pem(key: Any) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def signature(key: Any, message: bytes, pss: bool = False) -> bytes:
    """As each kind of key signs in Sigstore: with the digest of its size."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(message)
    if isinstance(key, rsa.RSAPrivateKey):
        how = padding.PSS(padding.MGF1(hashes.SHA256()), 32) if pss else padding.PKCS1v15()
        return key.sign(message, how, hashes.SHA256())
    digest = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}[key.key_size]
    return key.sign(message, ec.ECDSA(digest))


def envelope(statement: object, key: Any, keyid: str = "", pss: bool = False) -> dict[str, Any]:
    """A DSSE envelope; what is signed is written out here by hand from the text of DSSE 1.0."""
    payload = json.dumps(statement).encode()
    message = b"DSSEv1 %d %s %d %s" % (len(_TYPE), _TYPE.encode(), len(payload), payload)
    signed = {"keyid": keyid, "sig": base64_of(signature(key, message, pss))}
    return {"payloadType": _TYPE, "payload": base64_of(payload), "signatures": [signed]}


def certificate(
    subject: str,
    key: Any,
    issuer: x509.Certificate | None,
    issuer_key: Any,
    *,
    authority: bool = False,
    since: datetime = SIGNED - timedelta(days=365),
    days: float = 3650,
    use: x509.ObjectIdentifier = ExtendedKeyUsageOID.CODE_SIGNING,
) -> x509.Certificate:
    """A certificate, of an authority or of a signer who is named by an address and identified by an account."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if not authority:
        account = b"https://accounts.example.org"
        told = bytes((0x0C, len(account))) + account
        builder = (
            builder.add_extension(x509.ExtendedKeyUsage([use]), critical=False)
            .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(subject)]), critical=True)
            .add_extension(
                x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.8"), told), critical=False
            )
        )
    return builder.sign(issuer_key, hashes.SHA256())


def der(made: x509.Certificate) -> bytes:
    return made.public_bytes(Encoding.DER)


def pem(made: x509.Certificate) -> bytes:
    return made.public_bytes(Encoding.PEM)


class Sigstore:
    """An authority, what lies between it and a signer, the signer's ten minutes, and a log."""

    def __init__(self) -> None:
        self.root_key, self.between_key, self.log_key, self.key = (
            ec.generate_private_key(ec.SECP256R1()) for _ in range(4)
        )
        self.root = certificate("authority", self.root_key, None, self.root_key, authority=True)
        self.between = certificate("between", self.between_key, self.root, self.root_key, authority=True)
        self.leaf = self.signer()

    def signer(self, **how: Any) -> x509.Certificate:
        how = {"since": SIGNED - timedelta(minutes=5), "days": 10 / 1440, **how}
        return certificate("ada@example.org", self.key, self.between, self.between_key, **how)

    def bundle(self, statement: object, **how: Any) -> dict[str, Any]:
        """A bundle with the chain and an entry of the log, for the certificate and time that are asked for."""
        made = envelope(statement, how.get("key", self.key))
        chain = [how.get("leaf", self.leaf), *how.get("others", [self.between])]
        entry = self.entry(how.get("about", made), how.get("when", SIGNED))
        return {
            "mediaType": "application/vnd.dev.sigstore.bundle+json;version=0.2",
            "dsseEnvelope": made,
            "verificationMaterial": {
                "x509CertificateChain": {"certificates": [{"rawBytes": base64_of(der(each))} for each in chain]},
                "tlogEntries": [entry],
            },
        }

    def entry(self, about: dict[str, Any], when: datetime) -> dict[str, Any]:
        """An entry of kind dsse with the log's promise over its body and time."""
        payload = base64.b64decode(about["payload"])
        spec = {
            "payloadHash": {"algorithm": "sha256", "value": hashlib.sha256(payload).hexdigest()},
            "signatures": [{"signature": about["signatures"][0]["sig"]}],
        }
        body = base64_of(json.dumps({"apiVersion": "0.0.1", "kind": "dsse", "spec": spec}).encode())
        log = hashlib.sha256(public_der(self.log_key)).digest()
        time = int(when.timestamp())
        promised = f'{{"body":"{body}","integratedTime":{time},"logID":"{log.hex()}","logIndex":7}}'
        return {
            "logIndex": "7",
            "logId": {"keyId": base64_of(log)},
            "integratedTime": str(time),
            "inclusionPromise": {"signedEntryTimestamp": base64_of(signature(self.log_key, promised.encode()))},
            "canonicalizedBody": body,
        }

    def trusted_root(self, **validity: str) -> dict[str, Any]:
        """As Sigstore publishes whom to trust."""
        whole = {"start": "2020-01-01T00:00:00Z", **validity}
        key = {"rawBytes": base64_of(public_der(self.log_key)), "validFor": whole}
        chain = [{"rawBytes": base64_of(der(each))} for each in (self.between, self.root)]
        authority = {"uri": "https://fulcio.example.org", "certChain": {"certificates": chain}, "validFor": whole}
        return {
            "tlogs": [{"baseUrl": "https://rekor.example.org", "publicKey": key}],
            "certificateAuthorities": [authority],
        }
