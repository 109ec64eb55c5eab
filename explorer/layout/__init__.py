"""Positions only: where things go, without drawing anything."""
