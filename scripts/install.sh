#!/bin/sh
# sh scripts/install.sh DIR: makes the virtual environment DIR, puts into it exactly what requirements.lock names
# (each file checked against its hash) and this checkout. Does nothing if that is done already.
set -eu
cd "$(dirname "$0")/.."
venv=$1

find_python() {
    for name in python3.11 python3 python3.12 python3.13 python3.14 python; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
    echo "Aimline needs Python 3.11 or newer with its venv module. Install it (Debian: apt install python3 python3-venv) and run this again." >&2
    exit 1
}

stamp="$venv/aimline-installed"
wanted=$(cat requirements.lock pyproject.toml | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted $PWD" ]; then
    exit 0
fi

python=$(find_python)
echo "Making $venv with $("$python" --version); about a minute." >&2
rm -rf "$venv"
"$python" -m venv "$venv"
export PIP_DISABLE_PIP_VERSION_CHECK=1
"$venv/bin/python" -m pip install --quiet --require-hashes --requirement requirements.lock
"$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation --editable .
echo "$wanted $PWD" >"$stamp"
