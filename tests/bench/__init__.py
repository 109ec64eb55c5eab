"""Measurements, run by hand: `python -m tests.bench [NAME …] [--json FILE]`. Never part of the tests."""
