#!/bin/sh
# Writes packaging/requirements.lock anew from pyproject.toml; needs uv in the environment (pip install uv).
# The index is the one that the user's pip is set up with; none is named in the lock file.
cd "$(dirname "$0")/.."
. packaging/common.sh
index=$("$ENVIRONMENT/bin/python" -m pip config get global.index-url 2>/dev/null || true)
[ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
"$ENVIRONMENT/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-header --no-annotate --extra gui --extra dev -o "$LOCK" pyproject.toml
