"""Rules of the house that hold for every file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
MOST_LINES = 400
QT = {"PySide6", "shiboken6", "pyqtgraph"}
IN_A_CHILD_PROCESS = {"pip-api"}
"""Imported by code that `installed_by_pip` hands to another process, so that no import statement shows it."""

# Built from pieces, so that this file passes its own test.
REGISTRY_HOSTS = re.compile(
    "|".join(("py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)", "deb" + r"ian\.org"))
)
MACHINE_PATHS = re.compile("/wo" + r"rk/|/ro" + r"ot/\.pyenv")


def committed_files() -> list[Path]:
    """The files that git knows or would add; without git, those of the folders that are committed."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(asked, cwd=REPOSITORY, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        folders = ("explorer", "tests", "packaging", "resources", "sample_projects")
        found = [path for folder in folders for path in (REPOSITORY / folder).rglob("*")]
        return [path for path in found if path.is_file() and "__pycache__" not in path.parts]
    return [path for name in listed.split("\0") if name and (path := REPOSITORY / name).is_file()]


@cache
def texts() -> dict[str, str]:
    """The text of every committed file that is text, by its path in the repository."""
    found = {}
    for path in committed_files():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(REPOSITORY).as_posix()] = content.decode("utf-8", errors="replace")
    return found


def product_modules() -> dict[str, str]:
    return {name: text for name, text in texts().items() if name.startswith("explorer/") and name.endswith(".py")}


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def imported_by(source: str) -> set[str]:
    """The top-level names that a module imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names.add(node.module.partition(".")[0])
    return names


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )


def test_that_the_rules_look_at_files():
    assert "explorer/__main__.py" in texts()
    assert "packaging/requirements.lock" in texts()
    assert len(product_modules()) > 100


def test_that_no_file_names_the_host_of_a_package_registry():
    assert lines_with(REGISTRY_HOSTS) == []


def test_that_no_file_holds_a_path_of_the_machine_where_it_was_written():
    assert lines_with(MACHINE_PATHS) == []


def test_that_only_the_window_and_the_composition_root_import_qt():
    others = {
        name: QT & imported_by(text)
        for name, text in product_modules().items()
        if not name.startswith("explorer/ui/") and name != "explorer/app.py"
    }
    assert {name: found for name, found in others.items() if found} == {}


def test_that_no_module_is_longer_than_one_can_read_in_one_go():
    lengths = {name: len(text.splitlines()) for name, text in product_modules().items()}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_that_every_library_that_is_imported_is_a_declared_dependency_and_the_other_way_round():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = (
        project["dependencies"] + project["optional-dependencies"]["gui"] + project["optional-dependencies"]["parquet"]
    )
    declared = {normalized(re.split(r"[\s\[<>=!;]", each, maxsplit=1)[0]) for each in requirements}
    names = set().union(*(imported_by(text) for text in product_modules().values()))
    names -= set(sys.stdlib_module_names) | {"explorer", "shiboken6"}
    distributions = packages_distributions()
    used = {normalized(each) for name in names for each in distributions.get(name, [name])}
    assert used | IN_A_CHILD_PROCESS == declared


def test_that_the_lock_file_pins_by_hash_and_names_no_index():
    text = texts()["packaging/requirements.lock"]
    pinned = re.findall(r"(?m)^[A-Za-z0-9_.-]+==\S+", text)
    assert len(pinned) > 40
    assert all(re.search(rf"(?m)^{re.escape(pin)}.*\\\n +--hash=sha256:", text) for pin in pinned)
    assert "://" not in text


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


# As the import system has it, a name that stands for None is one that cannot be found.
WITHOUT_QT = "import sys\nfor name in ('PySide6', 'shiboken6', 'pyqtgraph'): sys.modules[name] = None\n"


def test_that_the_window_says_in_one_sentence_that_qt_is_missing():
    code = WITHOUT_QT + "from explorer.cli import main\nsys.exit(main(sys.argv[1:]))"
    ended = run_python(code, "open", "--sample")
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert "catchment-explorer[gui]" in ended.stderr


def test_that_every_module_outside_the_window_can_be_imported_where_qt_is_not_installed():
    names = [
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in product_modules()
        if not name.startswith(("explorer/ui/", "explorer/app.py", "explorer/__main__.py"))
    ]
    ended = run_python(
        WITHOUT_QT + "from importlib import import_module\nfor n in sys.argv[1:]: import_module(n)", *names
    )
    assert ended.returncode == 0, ended.stderr
