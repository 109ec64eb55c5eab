"""Which names only look like those of a kind of file."""

from __future__ import annotations

from pathlib import PurePosixPath

_OTHERS = frozenset({".py", ".pyi", ".md", ".rst", ".html"})


def is_about_it(path: PurePosixPath) -> bool:
    """Whether a file that is called like a Dockerfile or a Modelfile is Python, whose imports read like FROM, or prose.

    >>> is_about_it(PurePosixPath("dockerfile.py")), is_about_it(PurePosixPath("Dockerfile.gpu"))
    (True, False)
    """
    return path.suffix.lower() in _OTHERS
