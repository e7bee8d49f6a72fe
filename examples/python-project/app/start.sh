#!/bin/bash
# Runs the web server and the worker as one unit: a container is up only while both are.
#
# SIGTERM stops both and the exit code is 0. When one ends by itself, the other is stopped and the
# exit code is not 0, so that the restart policy brings the container back.
set -uo pipefail

stop() {
    trap '' TERM INT
    kill -TERM "$web" "$worker" 2>/dev/null
    wait
    exit "$1"
}

mkdir -p "$JOBS"
gunicorn --bind "0.0.0.0:$PORT" --threads 4 --no-control-socket --access-logfile - web:app &
web=$!
python worker.py &
worker=$!
trap 'stop 0' TERM INT

wait -n -p ended "$web" "$worker"
code=$?
[[ $ended == "$web" ]] && name=web || name=worker
echo "start: the $name process ended with code $code" >&2
stop $((code == 0 ? 1 : code))
