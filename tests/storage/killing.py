"""`python -m tests.storage.killing FOLDER KILLS SEED`: kills the program while it edits and migrates, and looks at what is left.

Each round forks a writer that adds, changes, removes, undoes and redoes annotations and says after each edit what was
confirmed, and keeps snapshots in between; it is killed (SIGKILL) at a random moment. Every second round begins with a file
of the first version, so that many a kill falls into its migration. Every snapshot that is left is whole. Prints how many kills fell where; ends with an error where a confirmed edit is lost.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from contextlib import closing
from pathlib import Path

from explorer.domain.annotation import Note, Subject
from explorer.storage.workspace import Workspace
from tests.storage.first_version import make_first_version
from tests.storage.samples import SYSTEM, chain_snapshot, integrity


def main(folder: Path, kills: int, seed: int) -> None:
    """Run the rounds."""
    chance = random.Random(seed)
    fell = {"while migrating": 0, "while editing": 0}
    for number in range(kills):
        path = folder / f"{number}.catchment"
        if number % 2:
            make_first_version(path)
        else:
            Workspace.create(path).close()
        confirmed, began = killed(path, chance)
        fell["while editing" if began else "while migrating"] += 1
        look_at_what_is_left(path, confirmed, began)
        for left in folder.glob(f"{number}.*"):
            left.unlink()
    print(json.dumps({"kills": kills, **fell}))


def killed(path: Path, chance: random.Random) -> tuple[list[list[str]], bool]:
    """The states that were possible when the writer died, and whether it had begun to edit.

    The first is the last state that was confirmed; the second, if any, the one that it was about to confirm.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            write_on(path, write, random.Random(chance.random()))
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        if chance.random() < 0.5:
            first = told.readline()
            time.sleep(chance.uniform(0, 0.03))
        else:  # Wherever it happens to be: a migration takes about this long.
            first = b""
            time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = (first + told.read()).splitlines(keepends=True)
    whole = [json.loads(line) for line in lines if line.endswith(b"\n")]
    return states(whole), bool(whole)


def states(whole: list[dict[str, list[str]]]) -> list[list[str]]:
    """What the file may hold, given what the writer said last."""
    if not whole:
        return []
    last = whole[-1]
    return [last["confirmed"]] if "confirmed" in last else [last["before"], last["after"]]


def write_on(path: Path, out: int, chance: random.Random) -> None:
    """Edit for ever; before each edit say what will be, after it what is."""

    def say(**words: list[str]) -> None:
        os.write(out, json.dumps(words).encode() + b"\n")

    with Workspace.open(path) as workspace:
        texts = [words_of(each) for each in workspace.annotations()]
        say(confirmed=texts)
        past: list[list[str]] = [texts]
        place = 0
        number = 0
        while True:
            number += 1
            if chance.random() < 0.1:
                workspace.save_snapshot(SYSTEM, "app", [], chain_snapshot(chance.randrange(1, 40)))
            step = chance.random()
            if step < 0.2 and place > 0:
                say(before=past[place], after=past[place - 1])
                workspace.undo("ada")
                place -= 1
            elif step < 0.3 and place < len(past) - 1:
                say(before=past[place], after=past[place + 1])
                workspace.redo("ada")
                place += 1
            else:
                note = Note(
                    Subject("pkg:pypi/torch"), f"note {number} {'word ' * chance.randrange(200)}", id=f"n{number}"
                )
                after = [*past[place], words_of(note)]
                say(before=past[place], after=after)
                workspace.put(note, "ada")
                past = [*past[: place + 1], after]
                place += 1
            say(confirmed=past[place])


def words_of(annotation: object) -> str:
    """An annotation, short."""
    return f"{getattr(annotation, 'id', '')}:{len(getattr(annotation, 'text', ''))}"


def look_at_what_is_left(path: Path, possible: list[list[str]], began: bool) -> None:
    """The file opens, is sound, and holds one of the states that were possible."""
    with closing(Workspace.open(path)) as workspace:
        held = [words_of(each) for each in workspace.annotations()]
        journal = workspace.journal()
        opened_before = workspace.notices
        snapshots = [(each, workspace.load_snapshot(each.id)) for each in workspace.snapshots(SYSTEM)]
        assert workspace.notices == opened_before, (path, workspace.notices)
        for entry, snapshot in snapshots:
            assert len(snapshot.graph) == len(list(snapshot.components)) == entry.components, path
            assert [snapshot.graph.id_of(node) for node in range(len(snapshot.graph))] == [
                each.id for each in snapshot.components
            ], path
    assert integrity(path) == "ok", path
    if began:
        assert held in possible, (path, held, possible)
    assert all(entry.when for entry in journal)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
