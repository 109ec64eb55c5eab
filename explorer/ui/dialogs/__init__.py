"""Dialogs: editors of annotations, sources, settings."""
