#!/bin/sh
# Makes a backup whenever the schedule says so, for ever. What was missed while nothing ran here is
# made up for at the start, and a backup that failed is tried again until it works.
#
#   BACKUP_SCHEDULE  minutes, hours, days, months and weekdays: lists of numbers, or * for all
#   BACKUP_STATUS    the file that says what the last attempt came to: ok, or what went wrong

HERE=$(dirname "$0")
LONGEST_LOOK_BACK=$((31 * 24 * 60))
RETRY_SECONDS=300

has() {
  case ",$1," in
    ',*,' | *",$2,"*) return 0 ;;
  esac
  return 1
}

# is_due FROM TO: whether the schedule has a minute after FROM and up to TO, in minutes since 1970.
is_due() {
  IFS=' ' read -r minutes hours days months weekdays <<END
$BACKUP_SCHEDULE
END
  minute=$1
  if [ "$minute" -lt $(($2 - LONGEST_LOOK_BACK)) ]; then minute=$(($2 - LONGEST_LOOK_BACK)); fi
  today=
  while [ "$minute" -lt "$2" ]; do
    minute=$((minute + 1))
    if [ "$today" != $((minute / 1440)) ]; then
      today=$((minute / 1440))
      read -r day month weekday <<END
$(date -u -d "@$((minute * 60))" '+%d %m %w')
END
      if ! { has "$days" "${day#0}" && has "$months" "${month#0}" && has "$weekdays" "$weekday"; }; then
        minute=$((today * 1440 + 1439))
        continue
      fi
    fi
    if has "$minutes" $((minute % 60)) && has "$hours" $((minute / 60 % 24)); then return 0; fi
  done
  return 1
}

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
  until attempt check; do sleep 5; done
  # Not before the folder is known to be this stack's.
  sh "$HERE/dump.sh" clear
  done_until=$(newest_minute)
  # The data may be new and empty after a loss, and the backups all that is left of the old.
  make=first
  while :; do
    now=$(this_minute)
    if [ "$done_until" -eq 0 ] || is_due "$done_until" "$now"; then
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
