"""`python -m explorer` and the `catchment` command."""

from __future__ import annotations

import os
import sys

# Nothing here multiplies matrices, and the threads that numpy's library for that starts cost a third of a short command.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from explorer.cli import main

if __name__ == "__main__":
    sys.exit(main())
