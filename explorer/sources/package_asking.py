"""Asks pip or uv what requirements lead to. Goes to the network; what was answered is kept for the next time.

Nothing is installed, built or run: only wheels are considered. One requirement that leads nowhere does not lose the
others: it is sought by halves, and the rest is asked for together once more.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from explorer.errors import NetworkError
from explorer.progress import Progress
from explorer.sources.answer_cache import AnswerCache
from explorer.sources.package_index import without_credentials

TIME_LIMIT = 600
"""Seconds after which the resolver is no longer waited for, all questions together."""
PIP, UV = "pip", "uv"

_INDEX_SETTINGS = (
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "PIP_FIND_LINKS",
    "UV_DEFAULT_INDEX",
    "UV_INDEX",
    "UV_INDEX_URL",
)
_SIGNS_OF_NO_CONNECTION = (
    "Retrying (",
    "Request failed after",
    "error sending request",
    "dns error",
    "Failed to connect",
    "timed out",
)


class Unresolvable(NetworkError):
    """The index answered, and these requirements lead nowhere."""


@dataclass(frozen=True)
class Answer:
    """What one resolver said: pip's report, or uv's annotated list."""

    resolver: str
    text: str


@dataclass
class Outcome:
    """Everything that was learned about a set of requirements."""

    read: str
    """The ISO 8601 moment of asking."""
    answers: list[Answer] = field(default_factory=list)
    """One for all, or several where not all can be installed together."""
    failed: dict[str, str] = field(default_factory=dict)
    """The requirements that lead nowhere, with the reason."""
    not_together: list[str] = field(default_factory=list)
    """Requirements that lead somewhere each, but cannot all be installed together."""
    cut_short: str = ""
    """Why not all was asked, where the connection or the time ended; such an outcome is not kept."""


def outcome_of(wanted: Sequence[str], progress: Progress, cache: AnswerCache | None = None) -> Outcome:
    """What these requirements lead to, as kept or as asked now. Raises `NetworkError` where nobody answers."""
    key = _key(wanted)
    kept = _kept(cache, key)
    if kept is not None:
        return kept
    outcome = _Asking(progress).all_of(wanted)
    if cache is not None and not outcome.cut_short:
        cache.put(key, json.dumps(asdict(outcome)).encode(), outcome.read)
    return outcome


def _key(wanted: Sequence[str]) -> str:
    """Other requirements, another Python or machine, or another index may have another answer."""
    from packaging.markers import default_environment

    settings = [os.environ.get(name, "") for name in _INDEX_SETTINGS]
    asked = json.dumps([sorted(wanted), default_environment(), settings], sort_keys=True)
    return f"packages/{sha256(asked.encode()).hexdigest()}"


def _kept(cache: AnswerCache | None, key: str) -> Outcome | None:
    found = cache.get(key) if cache is not None else None
    if found is None:
        return None
    try:
        kept = json.loads(found[0])
        answers = [Answer(str(each["resolver"]), str(each["text"])) for each in kept["answers"]]
        failed = {str(name): str(reason) for name, reason in kept["failed"].items()}
        return Outcome(found[1], answers, failed, [str(each) for each in kept["not_together"]])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # A kept answer that cannot be read is asked for again.


class _Asking:
    """One round of questions, with the time that is left for it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._end = monotonic() + TIME_LIMIT

    def all_of(self, wanted: Sequence[str]) -> Outcome:
        outcome = Outcome(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        try:
            outcome.answers.extend(self._by_halves(wanted, outcome))
            self._join(wanted, outcome)
        except NetworkError as error:
            if not outcome.answers:
                raise
            outcome.cut_short = error.message
        return outcome

    def _join(self, wanted: Sequence[str], outcome: Outcome) -> None:
        """Put one answer to everything that leads somewhere in the place of several answers to its parts."""
        if len(outcome.answers) < 2:
            return
        rest = [each for each in wanted if each not in outcome.failed]
        try:
            together = self._ask(rest) if outcome.failed else None
        except Unresolvable:
            together = None
        if together is None:
            outcome.not_together = rest
        else:
            outcome.answers = [together]

    def _by_halves(self, wanted: Sequence[str], outcome: Outcome) -> Iterator[Answer]:
        """Answers to as large parts of the requirements as can be had, in halves of halves; what fails is noted."""
        try:
            yield self._ask(wanted)
        except Unresolvable as error:
            if len(wanted) == 1:
                outcome.failed[wanted[0]] = error.message
                return
            middle = len(wanted) // 2
            yield from self._by_halves(wanted[:middle], outcome)
            yield from self._by_halves(wanted[middle:], outcome)

    def _ask(self, wanted: Sequence[str]) -> Answer:
        self._progress.step(f"Resolving {len(wanted)} requirements")
        is_packaged = getattr(sys, "frozen", False)
        with TemporaryDirectory() as folder:  # Also the working folder: no setting of a scanned folder applies.
            if uv := shutil.which("uv"):
                command = [uv, "pip", "compile", "-", "--no-header", "--no-build", "--quiet", "--color", "never"]
                python = [] if is_packaged else ["--python", sys.executable]  # As pip would: for this Python.
                return Answer(UV, self._run([*command, *python], "\n".join(wanted), folder))
            if is_packaged:
                advice = "Install uv, or scan an installed environment."
                raise NetworkError("There is no pip in this packaged program.", advice)
            report = Path(folder, "report.json")
            command = [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--dry-run",
                "--ignore-installed",
                "--only-binary",
                ":all:",
            ]
            self._run([*command, "--quiet", "--no-input", "--report", str(report), "--", *wanted], "", folder)
            return Answer(PIP, report.read_text(encoding="utf-8"))

    def _run(self, command: Sequence[str], given: str, folder: str) -> str:
        environment: Mapping[str, str] = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        left = max(self._end - monotonic(), 1.0)
        try:
            done = subprocess.run(
                command, input=given, capture_output=True, text=True, timeout=left, check=False, env=environment, cwd=folder
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            advice = "Try again, or scan an installed environment instead."
            raise NetworkError(f"The packages could not be resolved: {type(error).__name__}.", advice) from error
        if done.returncode == 0:
            return done.stdout
        if any(sign in done.stderr for sign in _SIGNS_OF_NO_CONNECTION):
            advice = "Check the connection and pip's settings, and scan again."
            raise NetworkError("The packages could not be resolved: the package index cannot be reached.", advice)
        raise Unresolvable(_reason(done.stderr))


def _reason(told: str) -> str:
    """The lines that name an error, where any does; without passwords, at most 300 characters."""
    lines = told.splitlines()
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return without_credentials(" ".join(" ".join(errors or lines).split()))[:300].removeprefix("error: ")
