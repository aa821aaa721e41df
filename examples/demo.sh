#!/bin/sh
# The main job in four commands, on a copy of the examples: record, verify, change one number, verify again.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R "$(dirname "$0")/." "$folder"
cd "$folder"

run() { printf '\n$ %s\n' "$*"; "$@"; }

run jupyter repro snapshot sales.ipynb
run jupyter repro verify sales.ipynb

printf '\n$ # one number in data/sales.csv is changed behind the notebook'"'"'s back\n'
python - <<'PY'
from pathlib import Path

path = Path("data/sales.csv")
lines = path.read_text().splitlines(keepends=True)
head, _, last = lines[1].rstrip("\n").rpartition(",")
lines[1] = f"{head},{float(last) + 1:g}\n"
path.write_text("".join(lines))
PY

if run jupyter repro verify sales.ipynb; then
    echo 'the change was not noticed' >&2
    exit 1
fi
printf '\nexit status 1: something diverged, and the first line says which cell and why.\n'
