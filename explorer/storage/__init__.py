"""The workspace: one SQLite file that holds systems, snapshots and annotations."""
