"""Readers of the outside world: one file per input, each yielding claims with evidence."""
