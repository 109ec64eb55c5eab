# Set-up that run.sh and test.sh share: an environment of its own, pinned packages, Qt's system libraries.
# POSIX sh; sourced, with the working directory at the top of the checkout.
set -eu

ENVIRONMENT=.venv
LOCK=packaging/requirements.lock
STAMP="$ENVIRONMENT/catchment-lock"

say() { printf '%s\n' "$*"; }

# The newest Python from 3.11 on that is here.
find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# Install Debian packages as root or with sudo; otherwise say the exact line to run.
install_system_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        say "Please install what these Debian packages hold: $*"
        return 1
    fi
    if [ "$(id -u)" = 0 ]; then
        as=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as="sudo -n"
    else
        say "Please run: sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        return 1
    fi
    $as apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

make_environment() {
    [ -x "$ENVIRONMENT/bin/python" ] && return 0
    python=$(find_python) || {
        install_system_packages python3 python3-venv || exit 1
        python=$(find_python) || { say "Python 3.11 to 3.13 is needed; this system offers none."; exit 1; }
    }
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        install_system_packages "python$version-venv" || exit 1
    fi
    say "Making $ENVIRONMENT with $("$python" --version)"
    "$python" -m venv "$ENVIRONMENT"
}

install_packages() {
    wanted=$(cksum "$LOCK" pyproject.toml | cksum)
    [ -f "$STAMP" ] && [ "$(cat "$STAMP")" = "$wanted" ] && return 0
    say "Installing the locked packages"
    "$ENVIRONMENT/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$LOCK"
    "$ENVIRONMENT/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    printf '%s' "$wanted" >"$STAMP"
}

# Qt's libraries are tried, not looked up by package name, so that any distribution will do.
install_qt_libraries() {
    "$ENVIRONMENT/bin/python" -c 'import PySide6.QtWidgets, PySide6.QtSvg' 2>/dev/null ||
        install_system_packages libglib2.0-0 libgl1 libegl1 libdbus-1-3 libfontconfig1 libxkbcommon0 fonts-dejavu-core || exit 1
    [ -n "${DISPLAY:-}" ] || return 0
    "$ENVIRONMENT/bin/python" - <<'PYTHON' || install_system_packages \
        libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0 || exit 1
import ctypes
for name in ("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libxkbcommon-x11.so.0"):
    ctypes.CDLL(name)
PYTHON
}

set_up() {
    make_environment
    install_packages
    install_qt_libraries
}
