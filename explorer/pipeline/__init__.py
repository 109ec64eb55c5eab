"""Joins sources, graph, storage and analysis for both faces, the command line and the window."""
