# What `make run` does once everything is installed.
set -eu
zhiyin=.venv/bin/zhiyin
"$zhiyin" init --home "$ZHIYIN_HOME"   # after an upgrade it brings the home up to date
if [ ! -e "$ZHIYIN_HOME/ready" ]; then
    "$zhiyin" demo
    touch "$ZHIYIN_HOME/ready"
fi
exec "$zhiyin" serve --port "${1:-8000}"
