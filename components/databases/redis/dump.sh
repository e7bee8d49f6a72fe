# shellcheck shell=sh
#
# How Redis is dumped, and its dumps are checked.

# The program takes the password from its environment: arguments can be read by others.
redis() {
  REDISCLI_AUTH=$(cat "$BACKUP_PASSWORD_FILE") redis-cli -h "$BACKUP_HOST" "$@"
}

server_answers() { redis ping 2>&1 | grep PONG; }

make_dump() {
  redis --rdb "$1" >"$SCRATCH/words" 2>&1
}

verify_dump() {
  redis-check-rdb "$1" >"$SCRATCH/check" 2>&1 ||
    fail "${1##*/} is damaged or was cut off: $(last_words "$SCRATCH/check")"
}
