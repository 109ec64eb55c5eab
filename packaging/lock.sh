#!/bin/sh
# Writes packaging/requirements.lock anew from pyproject.toml, with hashes, for Python 3.11 to 3.13 on every system.
# `sh packaging/lock.sh --upgrade` also moves to the newest releases; without it, what is locked stays where it can.
#
# The index is the one that the user's pip is set up with, and the lock names none. Extra indexes and folders of wheels
# are left out on purpose: they may hold local builds, whose hashes nobody else could install.
cd "$(dirname "$0")/.."
. packaging/common.sh
make_environment

index=${PIP_INDEX_URL:-$("$ENVIRONMENT/bin/python" -m pip config get global.index-url 2>/dev/null || true)}
[ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
certificate=${PIP_CERT:-$("$ENVIRONMENT/bin/python" -m pip config get global.cert 2>/dev/null || true)}
[ -z "$certificate" ] || export SSL_CERT_FILE="$certificate"

if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    # Only this script needs uv, so it is no dependency: it gets an environment of its own for the while.
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    "$ENVIRONMENT/bin/python" -m venv "$scratch"
    "$scratch/bin/python" -m pip install --quiet --disable-pip-version-check uv
    uv="$scratch/bin/uv"
fi

# One version for all Pythons wherever there is one: what is tested on one is what runs on the others. Extras stay in
# the lock: a pip before 23.3 does not see that `coverage==1` pins the `coverage[toml]` which another package asks for.
"$uv" pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
    --no-config --no-emit-index-url --no-header --no-annotate --no-strip-extras --extra gui --extra dev "$@" -o "$LOCK" pyproject.toml
if grep -nE '://|--(extra-)?index-url|--find-links' "$LOCK"; then
    fail "The lock names an address; none may stand in it."
fi
say "$(grep -c '==' "$LOCK") packages locked in $LOCK"
