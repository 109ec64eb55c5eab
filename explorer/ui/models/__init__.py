"""Item models: rows of frozen values behind every table."""
