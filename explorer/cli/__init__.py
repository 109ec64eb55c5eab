"""The command line: the same engine as the window, without Qt."""

from explorer.cli.main import main

__all__ = ["main"]
