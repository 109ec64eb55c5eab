"""Reads models, datasets, hosted services and tools from Python code, by its syntax tree only."""

from explorer.sources.python_code.source import SOURCE, PythonCodeSource

__all__ = ["SOURCE", "PythonCodeSource"]
