"""Catchment: everything upstream of an AI system, as one graph with evidence."""

__version__ = "0.1.0"
