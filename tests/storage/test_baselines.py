"""A signed-off state shows whether its history was changed later."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from explorer.storage.baselines import BaselineState, check, sign_off
from explorer.storage.workspace import Workspace
from tests.storage.samples import NOTE, RISK, SYSTEM, chain_snapshot

TODAY = date(2026, 5, 1)


@pytest.fixture
def signed(path):
    with Workspace.create(path) as workspace:
        workspace.save_snapshot(SYSTEM, "app", [], chain_snapshot(3))
        workspace.put(NOTE, "ada")
        sign_off(workspace, "Release 1", "ada", TODAY)
    return path


def state_of(path):
    with Workspace.open(path) as workspace:
        (baseline,) = (each for each in workspace.annotations() if each.id != NOTE.id and hasattr(each, "digest"))
        return check(workspace, baseline).state


def tamper(path, statement, *values):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def test_that_an_untouched_workspace_is_as_signed(signed):
    assert state_of(signed) is BaselineState.AS_SIGNED


def test_that_later_edits_and_scans_leave_what_was_signed(signed):
    with Workspace.open(signed) as workspace:
        workspace.put(RISK, "bob")
        workspace.remove(NOTE.id, "bob")
        workspace.save_snapshot(SYSTEM, "app", [], chain_snapshot(4))
    assert state_of(signed) is BaselineState.EDITED


def test_that_an_annotation_changed_behind_the_journal_is_noticed(signed):
    tamper(signed, "UPDATE annotations SET fields = replace(fields, 'ask', 'ash') WHERE id = ?", NOTE.id)
    assert state_of(signed) is BaselineState.TAMPERED


def test_that_a_rewritten_journal_is_noticed(signed):
    tamper(signed, "UPDATE journal SET after = replace(after, 'ask', 'ash') WHERE number = 1")
    tamper(signed, "UPDATE annotations SET fields = replace(fields, 'ask', 'ash') WHERE id = ?", NOTE.id)
    assert state_of(signed) is BaselineState.TAMPERED


def test_that_a_changed_snapshot_is_noticed(signed):
    tamper(signed, "UPDATE snapshots SET taken = '2020-01-01T00:00:00Z'")
    assert state_of(signed) is BaselineState.TAMPERED


def test_that_a_removed_snapshot_is_told(signed):
    with Workspace.open(signed) as workspace:
        workspace.remove_system(SYSTEM)
    assert state_of(signed) is BaselineState.MISSING
