#!/bin/sh
# Sets up and runs every check; ends with an error if any failed.
cd "$(dirname "$0")/.."
. packaging/common.sh
set_up
export QT_QPA_PLATFORM=offscreen
failed=""

check() {
    title=$1
    shift
    say ""
    say "== $title"
    "$@" || failed="$failed $title;"
}

bin="$ENVIRONMENT/bin"
check "lint" "$bin/ruff" check .
check "format" "$bin/ruff" format --check .
check "imports" "$bin/lint-imports"
check "types" "$bin/mypy"
check "tests" "$bin/python" -m pytest -q -n 2 --cov --cov-report=json:.coverage.json
check "coverage per module" "$bin/python" packaging/check_coverage.py .coverage.json
say ""
if [ -n "$failed" ]; then
    say "Failed:$failed"
    exit 1
fi
say "All checks passed."
