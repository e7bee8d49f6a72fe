#!/bin/bash
set -euo pipefail

readonly here=/opt/flask
readonly markers=/var/lib/flask

usage() {
    cat <<'USAGE'
Runs the Flask app that is mounted on /app: nginx and uWSGI on port 80, or with -d Flask's debug server
on port 5000.

  docker run -p 8091:80 -v "$PWD:/app" IMAGE
  docker run -p 5000:5000 -v "$PWD:/app" IMAGE -d

  -d    debug: an edit shows at once
  -h    this help

The app is `app` in main.py; FLASK_APP=MODULE:NAME says otherwise. What the app needs is installed at the
start, and again only when it has changed: Debian packages named in requirements_os.txt, and Python
packages of requirements.txt.
USAGE
}

# Installs what a file of the app lists, unless it was installed from the same content before.
install_changed() {
    local file=/app/$1 marker=$markers/$1 sum
    shift
    [[ -f $file ]] || return 0
    sum=$(sha256sum <"$file")
    [[ ! -f $marker || $(<"$marker") != "$sum" ]] || return 0
    echo "installing $file"
    "$@" "$file"
    mkdir -p "$markers"
    echo "$sum" >"$marker"
}

debian_packages() {
    apt-get update -qq
    sed 's/#.*//' "$1" | DEBIAN_FRONTEND=noninteractive xargs -r apt-get install -qq -y --no-install-recommends
    rm -rf /var/lib/apt/lists/*
}

python_packages() {
    pip install --no-cache-dir --disable-pip-version-check -r "$1"
}

# As the folder's owner, so that what the app writes into it belongs to the developer; never as root.
debug() {
    local owner
    owner=$(stat -c %u /app)
    ((owner > 0)) || owner=$(id -u app)
    exec setpriv --reuid "$owner" --regid "$owner" --clear-groups --inh-caps=-all \
        env HOME=/tmp flask run --debug --host 0.0.0.0 --port 5000
}

# Sends a signal until the process is gone: both servers ignore signals while they start.
end() {
    while kill "-$1" "$2" 2>/dev/null; do sleep 0.1; done
}

# A container is up only while both servers are; when one ends by itself, the exit code is not 0.
serve() {
    local code=0
    rm -f /run/uwsgi.sock
    pyuwsgi --ini "$here/uwsgi.ini" &
    uwsgi=$!
    until [[ -S /run/uwsgi.sock ]] || ! kill -0 "$uwsgi" 2>/dev/null; do sleep 0.05; done
    nginx -e stderr -c "$here/nginx.conf" &
    nginx=$!
    trap 'stop 0' TERM INT
    wait -n "$uwsgi" "$nginx" || code=$?
    stop $((code == 0 ? 1 : code))
}

# nginx first: the requests that it has need uWSGI.
stop() {
    trap '' TERM INT
    end QUIT "$nginx"
    end TERM "$uwsgi"
    exit "$1"
}

case ${1-} in
    '') server=serve ;;
    -d) server=debug ;;
    -h)
        usage
        exit
        ;;
    *)
        usage >&2
        exit 2
        ;;
esac
install_changed requirements_os.txt debian_packages
install_changed requirements.txt python_packages
"$server"
