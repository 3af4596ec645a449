# What `make run` does once everything is installed.
set -eu
zhiyin=.venv/bin/zhiyin
if [ ! -e "$ZHIYIN_HOME/ready" ]; then
    "$zhiyin" init --home "$ZHIYIN_HOME"
    "$zhiyin" demo
    touch "$ZHIYIN_HOME/ready"
fi
exec "$zhiyin" serve --port "${1:-8000}"
