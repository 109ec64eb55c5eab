"""Files that show a basis: which link means one, and whether it is the one that was linked."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from explorer.domain.annotation import Note, Subject, TrustDelegation
from explorer.pipeline.evidence_files import EvidenceState, file_of, state_of, states_of, with_digest


def linked(link: str) -> TrustDelegation:
    return TrustDelegation(Subject("party:acme"), "", "party:acme", evidence_link=link)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "audit 1.pdf").write_bytes(b"what was seen")
    return tmp_path


def test_that_a_file_is_found_by_a_path_or_a_file_address(folder: Path) -> None:
    wanted = folder / "audit 1.pdf"
    for link in ("audit 1.pdf", str(wanted), wanted.as_uri(), f"  {wanted} "):
        assert file_of(link, folder) == wanted


@pytest.mark.parametrize(
    "link",
    [
        "",
        "  ",
        "https://acme.example/audit",
        "mailto:desk@acme.example",
        "absent.pdf",
        ".",
        "//host/share/x",
        "\\\\host\\x",
        "a\0b",
    ],
)
def test_that_anything_else_is_no_file_and_no_other_machine_is_asked(folder: Path, link: str) -> None:
    assert file_of(link, folder) is None
    assert with_digest(linked(link), folder).evidence_digest == ""


def test_that_the_digest_is_sha_256_and_tells_a_change_and_a_loss(folder: Path) -> None:
    kept = with_digest(linked("audit 1.pdf"), folder)
    assert kept.evidence_digest == hashlib.sha256(b"what was seen").hexdigest()
    assert state_of(kept, folder) is EvidenceState.SAME
    (folder / "audit 1.pdf").write_bytes(b"what was seen.")
    assert state_of(kept, folder) is EvidenceState.CHANGED
    (folder / "audit 1.pdf").unlink()
    assert state_of(kept, folder) is EvidenceState.GONE


def test_that_links_and_nothing_are_told_apart_and_only_trust_is_looked_at(folder: Path) -> None:
    link, nothing = linked("https://acme.example/audit"), linked("")
    states = states_of([link, nothing, Note(Subject("x"), "y")], folder)
    assert states == {link.id: EvidenceState.LINK, nothing.id: EvidenceState.NONE}


def test_that_a_later_edit_keeps_the_digest_of_what_was_seen(folder: Path) -> None:
    kept = with_digest(linked("audit 1.pdf"), folder)
    (folder / "audit 1.pdf").write_bytes(b"another")
    assert with_digest(kept, folder) == kept
