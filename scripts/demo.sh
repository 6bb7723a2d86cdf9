#!/bin/sh
# sh scripts/demo.sh: installs Aimline into .venv-demo and opens the dashboard with the sample district.
# What stands behind the name goes to `aimline demo` (see `sh scripts/demo.sh --help`).
set -eu
cd "$(dirname "$0")/.."
sh scripts/install.sh .venv-demo
exec .venv-demo/bin/aimline demo "$@"
