#!/usr/bin/env bash
# Shows that independent software reads the archive: `warcio check`, cdxj-indexer and pywb over a few
# captures of every kind, or over the WARC files named.
#
#   scripts/check_pywb.sh [FILE.warc.gz ...]
#
# PYTHON names the project's Python (default: python3). pywb is installed from PyPI into $PYWB_VENV
# (default: a folder below $TMPDIR that is kept for the next time). Serves on 127.0.0.1 only.
set -euo pipefail

python=$(command -v "${PYTHON:-python3}")
venv=${PYWB_VENV:-${TMPDIR:-/tmp}/alwaght-pywb}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

if [ ! -x "$venv/bin/wayback" ]; then
    "$python" -m venv "$venv"
    "$venv/bin/pip" install --quiet 'setuptools<80' pywb cdxj-indexer
fi

export PYTHONPATH="$root"
mkdir "$work/captures"
if [ $# -gt 0 ]; then
    "$python" -c 'import sys; from pathlib import Path; from alwaght_scraper.captures.warc import WarcArchive
for path in sys.argv[2:]: WarcArchive(Path(sys.argv[1])).import_file(Path(path))' "$work/captures" "$@"
else
    "$python" "$root/scripts/sample_captures.py" "$work/captures"
fi

echo "== warcio check"
"$python" -m warcio.cli check -v "$work"/captures/*.warc.gz | grep -c 'digest pass' | sed 's/$/ records pass/'

echo "== cdxj-indexer writes the same index"
for warc in "$work"/captures/*.warc.gz; do
    LC_ALL=C "$venv/bin/cdxj-indexer" --sort "$warc" | LC_ALL=C sort >"$work/theirs.cdxj"
    diff "$work/theirs.cdxj" "$warc.cdxj"
    echo "$(wc -l <"$warc.cdxj") lines of $(basename "$warc") are the same"
done

cd "$work"
echo "== pywb replays the pages, by its own index and by ours"
"$venv/bin/wb-manager" init theirs >/dev/null 2>&1
"$venv/bin/wb-manager" add theirs "$work"/captures/*.warc.gz >/dev/null 2>&1
"$venv/bin/wb-manager" init ours >/dev/null 2>&1
cp "$work"/captures/*.warc.gz collections/ours/archive/
cat "$work"/captures/*.cdxj | LC_ALL=C sort >collections/ours/indexes/index.cdxj
port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$venv/bin/wayback" --bind 127.0.0.1 --port "$port" >"$work/pywb.log" 2>&1 &
server=$!
"$python" "$root/scripts/compare_replay.py" "$work/captures" "http://127.0.0.1:$port" theirs ours || { tail -20 "$work/pywb.log"; exit 1; }
echo "== all well"
