"""Signatures are verified with the keys that the user trusts, and with nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
from copy import deepcopy
from datetime import date, timedelta
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import assume, given
from hypothesis import strategies as st

from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.pipeline.answers import answer
from explorer.pipeline.fingerprint import fingerprint
from explorer.pipeline.scan import lasting, scan
from explorer.pipeline.signed_table import signed_table
from explorer.sources.dsse_envelope import opened
from explorer.sources.trusted_keys import TrustedKey, read_keys
from tests.sources.signing import SIGNED, Sigstore, base64_of, certificate, envelope, pem, public_der, public_pem
from tests.sources.test_slsa_provenance import OLD

ECDSA = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
SIGSTORE = Sigstore()


def trusted(*keys):
    return [TrustedKey("release.pub", public_der(each)) for each in keys]


def said(document, keys):
    return opened(document, keys).signature.words


@pytest.mark.parametrize(
    "key",
    [
        ECDSA,
        ec.generate_private_key(ec.SECP384R1()),
        ec.generate_private_key(ec.SECP521R1()),
        ed25519.Ed25519PrivateKey.generate(),
        rsa.generate_private_key(65537, 2048),
    ],
)
@pytest.mark.parametrize("pss", [False, True])
def test_that_every_usual_kind_of_key_verifies_its_own_signature_and_no_other(key, pss):
    made = envelope(OLD, key, pss=pss)
    assert said(made, trusted(OTHER, key)).startswith("verified with release.pub (SHA-256 ")
    assert said(made, trusted(OTHER)) == "present, not verified: the key given does not fit"
    assert said(made, trusted(OTHER, OTHER)) == "present, not verified: none of the 2 keys given fits"
    assert said(made, []) == "present, not verified: no key given"


def test_that_a_key_too_short_to_be_relied_on_verifies_nothing():
    short = rsa.generate_private_key(65537, 1024)
    assert said(envelope(OLD, short), trusted(short)).startswith("present, not verified")


@cache
def _envelope_of_the_run():
    """One for all examples: each signature is another, and of another length, which the search for examples forbids."""
    return envelope(OLD, ECDSA)


@given(st.data())
def test_that_nothing_verifies_once_a_byte_was_changed(data):
    made = deepcopy(_envelope_of_the_run())
    where = data.draw(st.sampled_from(["payload", "sig", "payloadType"]))
    holder = made["signatures"][0] if where == "sig" else made
    text = holder[where]
    place = data.draw(st.integers(0, len(text) - 3))
    letter = data.draw(st.sampled_from("ABCDabcd0123").filter(lambda each: each != text[place]))
    holder[where] = text[:place] + letter + text[place + 1 :]
    if where != "payloadType":
        assume(base64.b64decode(holder[where]) != base64.b64decode(text))  # The last letter has bits that mean nothing.
    found = opened(made, trusted(ECDSA))
    assert found is None or not found.signature.is_verified


@pytest.mark.parametrize("name", [lambda digest: digest.hex(), lambda digest: base64_of(digest)])
def test_that_a_signature_that_names_a_trusted_key_and_is_not_its_own_is_wrong(name):
    digest = hashlib.sha256(public_der(ECDSA)).digest()
    found = opened(envelope(OLD, OTHER, keyid=name(digest)), trusted(ECDSA)).signature
    assert found.is_wrong
    assert found.words.endswith("which it names")
    hinted = {
        "dsseEnvelope": envelope(OLD, OTHER),
        "verificationMaterial": {"publicKey": {"hint": name(digest)}},
    }
    assert opened(hinted, trusted(ECDSA)).signature.is_wrong


# Certificates


def keys_of(tmp_path, document):
    path = tmp_path / "trusted_root.json"
    path.write_text(json.dumps(document))
    return read_keys(path)


@pytest.fixture
def root(tmp_path):
    return keys_of(tmp_path, SIGSTORE.trusted_root())


def test_that_a_certificate_verifies_at_the_time_that_a_trusted_log_recorded(root):
    words = said(SIGSTORE.bundle(OLD), root)
    assert words == (
        "verified: signed by ada@example.org, identified by https://accounts.example.org; its certificate is of "
        "fulcio.example.org, recorded 2026-03-04 05:06 UTC by rekor.example.org"
    )


def test_that_without_a_trusted_log_an_ended_certificate_verifies_nothing(root):
    authorities = [each for each in root if each.certificate]
    words = said(SIGSTORE.bundle(OLD), authorities)
    assert words.startswith("present, not verified: its certificate ended 2026-03-04 05:11 UTC, and no trusted log")
    bundle = SIGSTORE.bundle(OLD)
    bundle["verificationMaterial"]["tlogEntries"] = [3, {}, {"logIndex": "x"}]
    assert said(bundle, root) == words


def test_that_the_entry_of_another_signature_gives_no_time(root):
    swapped = SIGSTORE.bundle(OLD, about=envelope(OLD, SIGSTORE.key))  # ECDSA signs differently each time.
    assert "no trusted log says" in said(swapped, root)
    other = SIGSTORE.bundle(OLD)
    other["verificationMaterial"]["tlogEntries"][0]["integratedTime"] = "1772600000"
    assert not opened(other, root).signature.is_verified


def test_that_what_was_recorded_outside_the_ten_minutes_is_not_verified(root):
    for minutes in (-6, 6):
        late = SIGSTORE.bundle(OLD, when=SIGNED + timedelta(minutes=minutes))
        assert said(late, root) == "present, not verified: no authority that is trusted vouches for its certificate"


def test_that_a_log_or_authority_counts_only_while_it_was_in_use(tmp_path):
    root = keys_of(tmp_path, SIGSTORE.trusted_root(end="2026-03-01T00:00:00Z"))
    assert not opened(SIGSTORE.bundle(OLD), root).signature.is_verified


def test_that_a_chain_to_another_authority_proves_nothing(tmp_path):
    root = keys_of(tmp_path, Sigstore().trusted_root())
    assert said(SIGSTORE.bundle(OLD), root).startswith("present, not verified: no authority")


def test_that_who_is_no_authority_cannot_vouch(tmp_path):
    """A signer must not be able to issue certificates to others with its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    below = certificate(
        "eve@example.org", key, SIGSTORE.leaf, SIGSTORE.key, since=SIGNED - timedelta(minutes=5), days=10 / 1440
    )
    root = keys_of(tmp_path, SIGSTORE.trusted_root())
    bundle = SIGSTORE.bundle(OLD, key=key, leaf=below, others=[SIGSTORE.leaf, SIGSTORE.between])
    assert said(bundle, root).startswith("present, not verified: no authority")


def test_that_a_certificate_for_something_else_verifies_nothing(root):
    server = SIGSTORE.signer(use=ExtendedKeyUsageOID.SERVER_AUTH)
    assert said(SIGSTORE.bundle(OLD, leaf=server), root).endswith("its certificate is not for signing code")


def test_that_the_certificate_of_another_is_wrong(root):
    found = opened(SIGSTORE.bundle(OLD, key=OTHER), root).signature
    assert found.words == "wrong: it does not fit the certificate that came with it"


def test_that_a_certificate_of_ones_own_authority_needs_no_log_while_it_is_valid(tmp_path):
    (tmp_path / "ca.pem").write_bytes(pem(SIGSTORE.root))
    valid = SIGSTORE.signer(since=SIGNED, days=36500)
    bundle = SIGSTORE.bundle(OLD, leaf=valid)
    del bundle["verificationMaterial"]["tlogEntries"]
    words = said(bundle, read_keys(tmp_path / "ca.pem"))
    assert words.startswith("verified: signed by ada@example.org")
    assert words.endswith("its certificate is of ca.pem, valid when it was scanned")


# The whole scan


@pytest.fixture
def release(tmp_path):
    """A folder with weights and their provenance, and beside it the key that signed it."""
    folder = tmp_path / "release"
    folder.mkdir()
    weights = b"weights" * 100
    (folder / "model.safetensors.bin").write_bytes(weights)
    statement = {**OLD, "subject": [{"name": "model.bin", "digest": {"sha256": hashlib.sha256(weights).hexdigest()}}]}
    (folder / "model.bin").write_bytes(weights)
    (folder / "model.intoto.jsonl").write_text(json.dumps(envelope(statement, ECDSA)))
    (tmp_path / "release.pub").write_bytes(public_pem(ECDSA))
    return tmp_path


def test_that_a_scan_with_a_key_verifies_and_one_without_does_not(release):
    weights, build = "pkg:generic/demo#model.bin", "build:demo/model.intoto.jsonl#model.bin"
    plain = scan([str(release / "release")], "demo")
    assert plain.component(build).knowledge is Knowledge.DECLARED
    known = scan([f"key:{release / 'release.pub'}", str(release / "release")], "demo")
    assert known.component(build).knowledge is Knowledge.VERIFIED
    assert known.component(weights).attributes["signature"].startswith("verified with release.pub")
    (built,) = [each for each in known.relations if each.kind is RelationKind.BUILT_BY and each.source == weights]
    assert built.knowledge is Knowledge.VERIFIED
    table = signed_table(known, answer(known, (), None, date(2026, 11, 26)))
    # The lesson of SolarWinds: it verifies, and still hangs on a builder that nobody attests.
    assert {row[0] for row in table.rows} >= {"model.bin"}
    assert not signed_table(plain, answer(plain, (), None, date(2026, 11, 26))).rows


def test_that_a_wrong_signature_is_a_problem_of_the_scan(release):
    path = release / "release" / "model.intoto.jsonl"
    document = json.loads(path.read_text())
    document["signatures"][0]["keyid"] = hashlib.sha256(public_der(ECDSA)).hexdigest()
    statement = {**OLD, "subject": [{"name": "model.bin"}]}
    document["payload"] = base64_of(json.dumps(statement).encode())
    path.write_text(json.dumps(document))
    known = scan([str(release / "release"), f"key:{release / 'release.pub'}"], "demo")
    assert [each.message for each in known.problems if "signature" in each.message] == [
        "The signature of the attestation is wrong: it does not fit release.pub (SHA-256 "
        f"{hashlib.sha256(public_der(ECDSA)).hexdigest()[:16]}…), which it names."
    ]
    assert all(each.knowledge is not Knowledge.VERIFIED for each in known.components if each.kind is Kind.BUILD)


def test_that_keys_alone_are_nothing_to_scan_and_a_missing_one_is_told(release):
    with pytest.raises(InputError, match="nothing to scan but keys"):
        scan([f"key:{release / 'release.pub'}"], "demo")
    with pytest.raises(InputError, match="cannot be read"):
        scan([str(release / "release"), f"key:{release / 'gone.pub'}"], "demo")


def test_that_a_key_is_kept_by_its_whole_path_and_watched(release, monkeypatch):
    monkeypatch.chdir(release)
    assert lasting("key:release.pub") == f"key:{release / 'release.pub'}"
    before = fingerprint([lasting("key:release.pub")])
    (release / "release.pub").write_bytes(public_pem(OTHER) * 2)
    assert fingerprint([lasting("key:release.pub")]) != before
