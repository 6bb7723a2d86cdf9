#!/bin/sh
# sh scripts/test.sh: installs Aimline and its tests into .venv-test, finds a browser or gets Debian's, and runs the tests.
# What stands behind the name goes to pytest.
set -eu
cd "$(dirname "$0")/.."

find_browser() {
    for name in "${AIMLINE_BROWSER:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
}

# Only where it needs no password: as root, or with sudo that asks nothing.
get_browser() {
    command -v apt-get >/dev/null 2>&1 || return 0
    if [ "$(id -u)" -eq 0 ]; then
        as_root=""
    elif sudo -n true >/dev/null 2>&1; then
        as_root="sudo -n"
    else
        return 0
    fi
    echo "No browser found: getting Debian's chromium." >&2
    # shellcheck disable=SC2086 # an empty word must vanish
    { $as_root apt-get -qq update && DEBIAN_FRONTEND=noninteractive $as_root apt-get -qq -y install --no-install-recommends chromium; } \
        >/dev/null </dev/null || echo "apt-get could not install chromium." >&2
}

sh scripts/install.sh .venv-test
browser=$(find_browser)
if [ -z "$browser" ]; then
    get_browser
    browser=$(find_browser)
fi
if [ -z "$browser" ]; then
    echo "No Chrome or Chromium here, so the browser tests will be skipped. To run them, install one (Debian: apt install chromium)" >&2
    echo "or name one: AIMLINE_BROWSER=/path/to/chrome sh scripts/test.sh" >&2
fi
export AIMLINE_BROWSER="$browser"
exec .venv-test/bin/python -m pytest -n auto --dist loadfile "$@"
