"""Keys that the user trusts are read from every usual form; what is none is told in a sentence."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from explorer.errors import InputError
from explorer.sources.trusted_keys import Role, read_keys
from tests.sources.signing import Sigstore, der, pem, public_der, public_pem

KEY = ec.generate_private_key(ec.SECP256R1())


def test_that_pem_and_der_give_the_same_key_and_several_stand_in_one_file(tmp_path):
    other = ec.generate_private_key(ec.SECP384R1())
    (tmp_path / "a.pub").write_bytes(public_pem(KEY))
    (tmp_path / "a.der").write_bytes(public_der(KEY))
    (tmp_path / "both.pem").write_bytes(b"# ours\n" + public_pem(KEY) + b"\n" + public_pem(other))
    (one,) = read_keys(tmp_path / "a.pub")
    assert read_keys(tmp_path / "a.der")[0].public == one.public == public_der(KEY)
    assert [each.public for each in read_keys(tmp_path / "both.pem")] == [public_der(KEY), public_der(other)]
    assert one.role is Role.ANYTHING
    assert one.in_words().startswith("a.pub (SHA-256 ")


def test_that_only_the_certificate_of_an_authority_is_one(tmp_path):
    made = Sigstore()
    (tmp_path / "ca.pem").write_bytes(pem(made.root))
    (tmp_path / "leaf.crt").write_bytes(der(made.leaf))
    assert [each.role for each in read_keys(tmp_path / "ca.pem")] == [Role.AUTHORITY]
    (leaf,) = read_keys(tmp_path / "leaf.crt")
    assert (leaf.role, leaf.public) == (Role.ANYTHING, public_der(made.key))


def test_that_a_trusted_root_gives_logs_and_authorities_with_their_time(tmp_path):
    path = tmp_path / "trusted_root.json"
    path.write_text(json.dumps(Sigstore().trusted_root(end="2026-12-31T23:59:59.999Z")))
    log, between, root = read_keys(path)
    assert [each.role for each in (log, between, root)] == [Role.LOG, Role.AUTHORITY, Role.AUTHORITY]
    assert log.name == "rekor.example.org"
    assert log.in_use(datetime(2026, 1, 1, tzinfo=UTC))
    assert not log.in_use(datetime(2019, 1, 1, tzinfo=UTC))
    assert not root.in_use(datetime(2027, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), "holds a private key"),
        (b"", "is no key that can be read"),
        (b"hello", "is no key that can be read"),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "is no key that can be read"),
        (b"-----BEGIN PGP MESSAGE-----\nAAAA\n-----END PGP MESSAGE-----\n", "holds no public key"),
        (b"{", "is no key that can be read"),
        (b'{"tlogs": [{"publicKey": 3}]}', "is no key that can be read"),
        (b'{"tlogs": 3}', "is no key that can be read"),
        (b'{"name": "package.json"}', "holds no public key"),
        (b"[" * 100_000, "is no key that can be read"),
        (b"{" + b'"a":{' * 100_000, "is no key that can be read"),
    ],
)
def test_that_what_is_no_public_key_is_told(tmp_path, content, told):
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(InputError, match=told):
        read_keys(tmp_path / "key")


def test_that_a_key_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_keys(tmp_path / "gone.pub")
