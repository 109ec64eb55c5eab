# Set-up that run.sh and test.sh share: an environment of its own, pinned packages, Qt's system libraries.
# POSIX sh; sourced, with the working directory at the top of the checkout. A second run finds all in place.
set -eu

ENVIRONMENT=.venv
LOCK=packaging/requirements.lock
STAMP="$ENVIRONMENT/catchment-lock"

# Libraries that PySide6-Essentials loads from the system: the file, and the Debian package that holds it.
QT_LIBRARIES="libglib-2.0.so.0=libglib2.0-0 libGL.so.1=libgl1 libEGL.so.1=libegl1 libdbus-1.so.3=libdbus-1-3
    libfontconfig.so.1=libfontconfig1 libxkbcommon.so.0=libxkbcommon0"
# What a window on X11 needs beyond that.
QT_WINDOW_LIBRARIES="libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4 libxcb-image.so.0=libxcb-image0
    libxcb-keysyms.so.1=libxcb-keysyms1 libxcb-render-util.so.0=libxcb-render-util0 libxcb-shape.so.0=libxcb-shape0
    libxcb-xkb.so.1=libxcb-xkb1 libxkbcommon-x11.so.0=libxkbcommon-x11-0"

say() { printf '%s\n' "$*"; }

fail() {
    say "$*" >&2
    exit 1
}

# The newest Python from 3.11 to 3.13 that is here and runs (a pyenv shim may be there and not run).
find_python() {
    for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# Install Debian packages as root or with sudo; otherwise say the exact line to run and end.
install_system_packages() {
    command -v apt-get >/dev/null 2>&1 || fail "Please install what these Debian packages hold: $*"
    if [ "$(id -u)" = 0 ]; then
        as=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as="sudo -n"
    else
        fail "Please run: sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
    fi
    say "Installing from Debian's packages: $*"
    $as apt-get update -qq || say "The package lists could not be brought up to date; trying with those that are here."
    $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        fail "apt-get could not install these packages: $*"
}

make_environment() {
    "$ENVIRONMENT/bin/python" -m pip --version >/dev/null 2>&1 && return 0
    python=$(find_python) || {
        install_system_packages python3 python3-venv
        python=$(find_python) || fail "Python 3.11, 3.12 or 3.13 is needed; this system offers none."
    }
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        install_system_packages "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    fi
    say "Making $ENVIRONMENT with $("$python" --version)"
    "$python" -m venv --clear "$ENVIRONMENT"
}

install_packages() {
    # The place counts too: an environment that was copied along with its checkout points back to the first one.
    wanted="$(pwd) $(cksum "$LOCK" pyproject.toml | cksum)"
    [ -f "$STAMP" ] && [ "$(cat "$STAMP")" = "$wanted" ] && return 0
    say "Installing the locked packages into $ENVIRONMENT (half a minute, or more on a slow line)"
    pip="$ENVIRONMENT/bin/python -m pip install --quiet --disable-pip-version-check"
    $pip --require-hashes -r "$LOCK" || fail "The locked packages could not be installed; see what pip says above."
    # The build backend is in the lock, so nothing is fetched for this.
    $pip --no-deps --no-build-isolation -e . || fail "The checkout could not be installed; see what pip says above."
    printf '%s' "$wanted" >"$STAMP"
}

# The Debian packages, one a line, of those libraries that cannot be loaded.
missing_libraries() {
    # shellcheck disable=SC2086  # A list of words.
    "$ENVIRONMENT/bin/python" - $1 <<'PYTHON'
import ctypes
import sys

for pair in sys.argv[1:]:
    library, _, package = pair.partition("=")
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PYTHON
}

# Libraries are tried, not looked up by package name, so that any distribution will do.
install_qt_libraries() {
    [ "$(uname)" = Linux ] || return 0
    wanted=$QT_LIBRARIES
    [ -z "${DISPLAY:-}" ] || wanted="$wanted $QT_WINDOW_LIBRARIES"
    missing=$(missing_libraries "$wanted")
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086
    install_system_packages $missing
    missing=$(missing_libraries "$wanted")
    [ -z "$missing" ] || fail "Qt still lacks what these Debian packages hold:" $missing
}

set_up() {
    make_environment
    install_packages
    install_qt_libraries
}
