#!/bin/sh
# Sets up and runs every check; ends with an error if any failed, after all have run.
cd "$(dirname "$0")/.."
. packaging/common.sh
set_up
export QT_QPA_PLATFORM=offscreen
report=build/coverage.json
mkdir -p build
failed=""

check() {
    title=$1
    shift
    say "" "== $title"
    began=$(date +%s)
    "$@" || failed="$failed $title;"
    say "($title: $(($(date +%s) - began)) s)"
}

bin="$ENVIRONMENT/bin"
check "lint" "$bin/python" -m ruff check .
check "format" "$bin/python" -m ruff format --check .
check "imports" "$bin/lint-imports" --no-logo
check "types" "$bin/python" -m mypy
rm -f "$report" .coverage .coverage.*
check "tests" "$bin/python" -m pytest -q -n 2 --cov --cov-report= --cov-report=json:"$report"
check "coverage per module" "$bin/python" packaging/check_coverage.py "$report"
say ""
[ -z "$failed" ] || fail "Failed:$failed"
say "All checks passed."
