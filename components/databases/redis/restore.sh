# shellcheck shell=sh
#
# Loads the dump into a second Redis, of which the stack's one becomes a replica for as long as it
# takes to copy all data. It answers reads meanwhile, and writes its append-only file anew. A replica
# is one only until its next start: what breaks off here leaves the old data.

PORT=6380
POLL_SECONDS=0.2
# Longer than Redis waits between two attempts to reach the other.
PATIENCE=100

beside() { redis-cli -h 127.0.0.1 -p "$PORT" "$@"; }

# info SECTION FIELD
info() { redis info "$1" | tr -d '\r' | sed -n "s/^$2://p"; }

# The second server goes on when this script has ended, until it is dropped or its container is.
load() {
  cp "$1" /data/dump.rdb || fail "no room for a copy of the dump"
  chmod 644 /data/dump.rdb
  cd /data || exit 1
  docker-entrypoint.sh redis-server --port "$PORT" --bind 127.0.0.1 --save '' --appendonly no \
    --repl-diskless-sync-delay 0 --dir /data >/tmp/berth-redis 2>&1 &
  server=$!
  until [ "$(beside ping 2>/dev/null)" = PONG ]; do
    kill -0 "$server" 2>/dev/null || fail "the dump could not be loaded: $(last_words /tmp/berth-redis)"
    sleep "$POLL_SECONDS"
  done
}

drop() { beside shutdown nosave >"$SCRATCH/words" 2>&1; }

# Ends with exit code 0 once everything was copied.
copied() {
  tries=0
  while [ "$tries" -lt "$PATIENCE" ]; do
    case $(info replication role):$(info replication master_link_status) in
      slave:up) return 0 ;;
      master:*) return 1 ;;
    esac
    # A server that is gone says nothing at all.
    case $(info replication master_sync_in_progress):$(info persistence loading) in
      1:* | *:1) tries=0 ;;
      *) tries=$((tries + 1)) ;;
    esac
    sleep "$POLL_SECONDS"
  done
  return 1
}

# The append-only file of before holds until the new one is whole.
written() {
  while :; do
    sleep "$POLL_SECONDS"
    case $(info persistence aof_rewrite_in_progress):$(info persistence aof_rewrite_scheduled) in
      0:0) break ;;
      :) return 1 ;;
    esac
  done
  [ "$(info persistence aof_enabled):$(info persistence aof_last_bgrewrite_status)" = 1:ok ]
}

swap() {
  redis replicaof 127.0.0.1 "$PORT" >"$SCRATCH/words" 2>&1 ||
    fail "the database does not answer: $(last_words "$SCRATCH/words")"
  copied
  outcome=$?
  redis replicaof no one >"$SCRATCH/words" 2>&1 || outcome=1
  keys="$(redis dbsize)"
  [ "$outcome" -eq 0 ] || fail_changed "Redis did not take the data over; it holds $keys keys"
  written || fail_changed "Redis has the data ($keys keys), but could not write its append-only file"
}
