#!/bin/sh
# Makes a backup whenever the schedule says so, for ever. What was missed while nothing ran here is
# made up for at the start, and a backup that failed is tried again until it works.
#
#   BACKUP_SCHEDULE  as due.sh has it, in UTC
#   BACKUP_STATUS    the file that says what the last attempt came to: ok, or what went wrong

HERE=$(dirname "$0")
RETRY_SECONDS=300
SCHEDULE=$BACKUP_SCHEDULE
OFFSETS=0:0

# shellcheck source=components/jobs/due.sh
. "$HERE/due.sh"

this_minute() { echo $(($(date +%s) / 60)); }

# When the newest backup was made; 0 where there is none, or where its clock was wrong.
newest_minute() {
  newest=$(sh "$HERE/dump.sh" newest | sed -n \
    's/^\(....\)\(..\)\(..\)T\(..\)\(..\)\(..\)Z.*/\1-\2-\3 \4:\5:\6/p')
  if [ -z "$newest" ]; then
    echo 0
    return
  fi
  made=$(($(date -u -d "$newest" +%s) / 60))
  if [ "$made" -gt "$(this_minute)" ]; then made=0; fi
  echo "$made"
}

# attempt COMMAND: what it printed last is what the health check says where it failed.
attempt() {
  if words=$(sh "$HERE/dump.sh" "$1" 2>&1); then
    status=ok
  else
    status="no backup at $(date -u '+%F %R'): ${words:-killed}"
  fi
  echo "$(date -u '+%F %T') $1: ${words:-$status}"
  echo "$status" >"$BACKUP_STATUS"
  [ "$status" = ok ]
}

main() {
  rm -f "$BACKUP_STATUS"
  split_schedule
  until attempt check; do sleep 5; done
  # Not before the folder is known to be this stack's.
  sh "$HERE/dump.sh" clear
  done_until=$(newest_minute)
  # The data may be new and empty after a loss, and the backups all that is left of the old.
  make=first
  while :; do
    now=$(this_minute)
    due=$now
    if [ "$done_until" -ne 0 ]; then next_run "$done_until" "$now"; fi
    if [ -n "$due" ]; then
      if ! attempt "$make"; then
        sleep "$RETRY_SECONDS"
        continue
      fi
      make=now
    fi
    done_until=$now
    sleep $((60 - $(date +%s) % 60))
  done
}

main
