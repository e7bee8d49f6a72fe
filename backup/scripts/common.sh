# shellcheck shell=sh
#
# What making, checking and restoring dumps have in common. POSIX sh: the images' shells differ.
#
#   BACKUP_ENGINE         the database engine, as engines.sh has it
#   BACKUP_HOST           where the server answers
#   BACKUP_DATABASE       the database's name, where the engine has names
#   BACKUP_PASSWORD_FILE  the password of the server's administrator
#   BACKUP_FOLDER         where the dumps are

set -u
umask 077

say() { printf '%s\n' "$*"; }

fail() {
  say "$*" >&2
  exit 1
}

SCRATCH=$(mktemp -d /tmp/berth.XXXXXX) || fail "cannot write to /tmp"
trap 'rm -rf "$SCRATCH"' EXIT

# What dumps there are, and the one that is made here; only a list of them does without.
# shellcheck source=/dev/null
. "$HERE/engines.sh"
# shellcheck source=components/databases/mysql/dump.sh
if [ -e "$HERE/engine-dump.sh" ]; then . "$HERE/engine-dump.sh"; fi

# verify FILE: ends with what is wrong, unless the file is a whole dump for this engine.
verify() {
  [ -f "$1" ] || fail "there is no backup ${1##*/}"
  [ -r "$1" ] || fail "${1##*/} cannot be read by the user $(id -u), as on NFS, where root is nobody"
  [ -s "$1" ] || fail "${1##*/} is empty"
  if [ -e "$1.sha256" ] && [ "$(sum_of "$1")" != "$(cut -d' ' -f1 "$1.sha256")" ]; then
    fail "${1##*/} is damaged: it does not have the SHA-256 that is written beside it"
  fi
  made_by=$(engine_of "$1")
  [ -n "$made_by" ] || fail_unknown "$1"
  [ "$made_by" = "$BACKUP_ENGINE" ] ||
    fail "${1##*/} is a dump of $made_by, and the database here is $BACKUP_ENGINE"
  verify_dump "$1"
}

# Of a compressed file that is damaged near its beginning there is nothing to see.
fail_unknown() {
  if [ "$(head -c 2 "$1" | od -An -tx1 | tr -d ' ')" = 1f8b ] && ! gzip -t "$1" 2>/dev/null; then
    fail_damaged "$1"
  fi
  fail "${1##*/} is no dump of $KINDS"
}

fail_damaged() { fail "${1##*/} is damaged or was cut off: gzip cannot unpack it"; }

sum_of() { sha256sum <"$1" | cut -d' ' -f1; }

# The end of what a program printed, on one line.
last_words() {
  tail -n 3 "$1" | tr -s '\n' ' ' | cut -c 1-400
}
