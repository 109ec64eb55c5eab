#!/bin/sh
# Opens the sample portfolio; without a display, draws every view and writes the report into a folder.
cd "$(dirname "$0")/.."
. packaging/common.sh
set_up
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$ENVIRONMENT/bin/python" -m explorer open --sample
fi
say "There is no display: drawing every view into ${1:-catchment-demo}"
QT_QPA_PLATFORM=offscreen exec "$ENVIRONMENT/bin/python" -m explorer demo "${1:-catchment-demo}"
