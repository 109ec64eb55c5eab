"""Whether a key signed a message, for the kinds of keys that Sigstore and DSSE use."""

from __future__ import annotations

from typing import Any

_LEAST_RSA_BITS = 2048


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    """What a DSSE signature is over: type and payload with their lengths (DSSE 1.0, protocol.md).

    >>> pre_authentication_encoding("http://example.com/HelloWorld", b"hello world")
    b'DSSEv1 29 http://example.com/HelloWorld 11 hello world'
    """
    kind = payload_type.encode()
    return b" ".join((b"DSSEv1", str(len(kind)).encode(), kind, str(len(payload)).encode(), payload))


def is_signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of this key (SubjectPublicKeyInfo, DER) signed the message.

    ECDSA with the digest of the curve's size, Ed25519, and RSA of at least 2,048 bits with SHA-256 (PSS or PKCS #1 v1.5);
    any other key is one that did not.
    """
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(public)
        return any(_fits(key, signature, message, padding) for padding in _paddings(key))
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False


def _paddings(key: Any) -> tuple[Any, ...]:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    if not isinstance(key, rsa.RSAPublicKey):
        return (None,)
    if key.key_size < _LEAST_RSA_BITS:
        return ()
    return padding.PKCS1v15(), padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.AUTO)


def _fits(key: Any, signature: bytes, message: bytes, padding: Any) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding, hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            digest = {384: hashes.SHA384(), 521: hashes.SHA512()}.get(key.key_size, hashes.SHA256())
            key.verify(signature, message, ec.ECDSA(digest))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            return False
    except InvalidSignature:
        return False
    return True
