#!/bin/sh
# schedule.sh start COMMAND...  runs a command whenever the schedule says so, for ever
# schedule.sh now ID            has it run now; exit code 4 where it runs already
# schedule.sh status            what is running, and what the last run came to
#
# One run at a time: what is due while another one goes on is left out. What was missed while nothing ran
# here is made up for at the start, once. SIGTERM lets a run come to its end.
#
#   BERTH_JOB_SCHEDULE  as due.sh has it
#   BERTH_JOB_OFFSETS   as due.sh has it
#   BERTH_JOB_TIMEOUT   seconds that a run may take
#   BERTH_JOB_STATE     a folder of its own, which stays

set -u
HERE=$(dirname "$0")
SCHEDULE=$BERTH_JOB_SCHEDULE
OFFSETS=$BERTH_JOB_OFFSETS
STATE=$BERTH_JOB_STATE
# Between SIGTERM and SIGKILL for a run that takes too long.
KILL_SECONDS=10

# shellcheck source=components/jobs/due.sh
. "$HERE/.berth-due.sh"

say() { printf '%s\n' "$*"; }
note() { say "berth: $(date -u '+%F %T') $*"; }

# put FILE: writes what it reads, all or nothing.
put() { cat >"$STATE/.$1.new" && mv "$STATE/.$1.new" "$STATE/$1"; }

this_minute() { echo $(($(date +%s) / 60)); }

# With a process group of its own, so that all of it can be ended.
in_group() {
  if command -v setsid >/dev/null; then exec setsid "$@"; fi
  if command -v python3 >/dev/null; then
    exec python3 -c 'import os, sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])' "$@"
  fi
  exec "$@"
}

# end_run SIGNAL
end_run() { kill -s "$1" -- "-$run" 2>/dev/null || kill -s "$1" "$run" 2>/dev/null; }

# Sends this process SIGUSR2 later, unless it is ended before.
start_timer() {
  # shellcheck disable=SC2016 # the other shell's
  sh -c 'trap "kill \$nap; exit" TERM; sleep "$1" & nap=$!; wait "$nap"; kill -USR2 "$2"' \
    timer "$1" "$$" </dev/null >/dev/null 2>&1 &
  timer=$!
}

# run_job WHY ID COMMAND...
run_job() {
  why=$1 id=$2
  shift 2
  started=$(date +%s)
  printf 'id=%s\nwhy=%s\nstarted=%s\n' "$id" "$why" "$started" | put running
  rm -f "$STATE/request"
  note "a run begins ($why)"
  late=0 seen=0
  (in_group "$@") &
  run=$!
  start_timer "$BERTH_JOB_TIMEOUT"
  while :; do
    wait "$run"
    code=$?
    # A signal has ended the waiting.
    kill -0 "$run" 2>/dev/null || break
    if [ "$late" -gt "$seen" ]; then
      seen=$late
      if [ "$seen" -eq 1 ]; then end_run TERM; else end_run KILL; fi
      start_timer "$KILL_SECONDS"
    fi
  done
  # After a short run it may have just been forked, and loses a signal before it is a shell of its own.
  while kill "$timer" 2>/dev/null; do sleep 0.1; done
  outcome=failed
  if [ "$code" -eq 0 ]; then outcome=ok; fi
  if [ "$seen" -gt 0 ]; then outcome=timeout; fi
  write_last "$(date +%s)" "$code"
  case $outcome in
    ok) note "the run ended well" ;;
    failed) note "the run ended with exit code $code" ;;
    timeout) note "the run took longer than $BERTH_JOB_TIMEOUT s and was ended" ;;
  esac
}

# write_last ENDED CODE
write_last() {
  printf 'id=%s\nwhy=%s\nstarted=%s\nended=%s\ncode=%s\noutcome=%s\n' \
    "$id" "$why" "$started" "$1" "$2" "$outcome" | put last
  rm -f "$STATE/running"
}

field() { sed -n "s/^$2=//p" "$STATE/$1"; }

# A run that its container did not survive.
note_broken_off() {
  [ -e "$STATE/running" ] || return 0
  id=$(field running id) why=$(field running why) started=$(field running started) outcome=broken-off
  note "the last run was broken off, as this container was stopped"
  write_last "" ""
}

# The minute up to which the schedule has been seen to; another schedule begins anew.
handled_before() {
  if [ -e "$STATE/handled" ] && [ "$(field handled schedule)" = "$SCHEDULE $OFFSETS" ]; then
    field handled minute
  else
    this_minute
  fi
}

write_handled() { printf 'minute=%s\nschedule=%s\n' "$handled" "$SCHEDULE $OFFSETS" | put handled; }

# Until the next minute, or until a signal.
nap() {
  sleep $((60 - $(date +%s) % 60)) &
  nap=$!
  wait "$nap"
  kill "$nap" 2>/dev/null
}

is_asked() { [ -e "$STATE/request" ]; }

start() {
  [ -w "$STATE" ] || {
    say "the user $(id -u) cannot write to $STATE"
    exit 1
  }
  rm -f "$STATE/pid" "$STATE/request"
  stopping=
  trap 'stopping=1' TERM INT
  trap : USR1
  trap 'late=$((late + 1))' USR2
  note_broken_off
  split_schedule
  handled=$(handled_before)
  write_handled
  echo "$$" | put pid
  why=missed
  while [ -z "$stopping" ]; do
    now=$(this_minute)
    next_run "$handled" "$now"
    if ! is_asked && [ -z "$due" ]; then
      handled=$now why=schedule
      nap
      continue
    fi
    # Before the run: one that is broken off does not begin again by itself.
    handled=$now
    write_handled
    if is_asked; then run_job now "$(cat "$STATE/request")" "$@"; else run_job "$why" "" "$@"; fi
    why=schedule
    now=$(this_minute)
    next_run "$handled" "$now"
    if [ -n "$due" ]; then note "what was due meanwhile is left out"; fi
    handled=$now
    write_handled
  done
}

# Begins at once, and not with the next minute.
poke() { kill -USR1 "$(cat "$STATE/pid")"; }

now() {
  if [ -e "$STATE/running" ]; then exit 4; fi
  say "$1" | put request
  poke
}

status() {
  if [ -e "$STATE/request" ]; then poke; fi
  for file in running last; do
    if [ -e "$STATE/$file" ]; then sed "s/^/$file./" "$STATE/$file"; fi
  done
}

case ${1:-} in
  start)
    shift
    start "$@"
    ;;
  now) now "$2" ;;
  status) status ;;
  *)
    say "schedule.sh start COMMAND... | now ID | status" >&2
    exit 1
    ;;
esac
