#!/bin/bash
# Runs uWSGI and nginx as one unit: a container is up only while both are.
#
# SIGTERM stops nginx first and lets it finish the requests that it has, then uWSGI; the exit code
# is 0. When either ends by itself, the other is stopped and the exit code is not 0, so that the
# restart policy brings the container back.
set -uo pipefail

readonly here=${BASH_SOURCE[0]%/*}
readonly socket=/tmp/uwsgi.sock
uwsgi='' nginx=''

say() { printf 'start: %s\n' "$*" >&2; }

# Sends a signal until the process is gone: both servers ignore signals while they start, so that
# a single one can be lost.
end() {
    while kill "-$1" "$2" 2>/dev/null; do sleep 0.1; done
}

stop() {
    trap '' TERM INT
    end QUIT "$nginx"
    end TERM "$uwsgi"
    exit "$1"
}

trap 'say "stopping"; stop 0' TERM INT

# What a killed container left behind must not pass for a socket that is ready.
rm -f "$socket"
# The backlog is as long as the kernel allows: a burst waits there instead of failing.
pyuwsgi --ini "$here/uwsgi.ini" --listen "$(</proc/sys/net/core/somaxconn)" &
uwsgi=$!

# Open the port only when a request can wait for the app instead of meeting no socket.
until [[ -S $socket ]] || ! kill -0 "$uwsgi" 2>/dev/null; do sleep 0.05; done
nginx -e stderr -c "$(realpath "$here")/nginx.conf" &
nginx=$!

wait -n -p ended "$uwsgi" "$nginx"
code=$?
case $ended in
    "$uwsgi") say "uWSGI ended with code $code" ;;
    "$nginx") say "nginx ended with code $code" ;;
esac
stop $((code == 0 ? 1 : code))
