# shellcheck shell=sh
#
# When a schedule has its next run; shared/cron/next-run.ts says by which rules. POSIX sh, and no other
# program: images differ, and few know time zones.
#
#   SCHEDULE  minutes, hours, days, months and weekdays: lists of numbers, or * for all
#   OFFSETS   how many minutes clocks are ahead of UTC, and from which minute on: 0:60 29579100:120 ...

LONGEST_WAIT=$((2929 * 1440))

split_schedule() {
  IFS=' ' read -r minutes hours days months weekdays <<END
$SCHEDULE
END
}

has() {
  case ",$1," in
    ',*,' | *",$2,"*) return 0 ;;
  esac
  return 1
}

# The time between two changes of the clocks that a minute is in: part_from, part_to, ahead, and before.
find_part() {
  part_from=0 part_to= ahead=0 before=
  for entry in $OFFSETS; do
    if [ "${entry%:*}" -gt "$1" ]; then
      part_to=${entry%:*}
      break
    fi
    before=$ahead part_from=${entry%:*} ahead=${entry#*:}
    if [ "$part_from" -eq 0 ]; then before=$ahead; fi
  done
}

# has_day DAY: days since 1970. By http://howardhinnant.github.io/date_algorithms.html#civil_from_days
has_day() {
  has "$weekdays" $((($1 + 4) % 7)) || return 1
  doe=$((($1 + 719468) % 146097))
  yoe=$(((doe - doe / 1460 + doe / 36524 - doe / 146096) / 365))
  doy=$((doe - (365 * yoe + yoe / 4 - yoe / 100)))
  mp=$(((5 * doy + 2) / 153))
  has "$days" $((doy - (153 * mp + 2) / 5 + 1)) && has "$months" $(((mp + 2) % 12 + 1))
}

# minutes_to_wait MINUTE: by the clocks; sets wait to 0 where it has a run.
minutes_to_wait() {
  if ! has_day $(($1 / 1440)); then
    wait=$((1440 - $1 % 1440))
  elif ! has "$hours" $(($1 % 1440 / 60)); then
    wait=$((60 - $1 % 60))
  elif has "$minutes" $(($1 % 60)); then
    wait=0
  else
    wait=1
  fi
}

# Whether the clocks leave out a time that has a run, FROM FIRST up to before LAST.
has_between() {
  [ "$hours" != '*' ] || return 1
  left_out=$1
  while [ "$left_out" -lt "$2" ]; do
    minutes_to_wait "$left_out"
    [ "$wait" -ne 0 ] || return 0
    left_out=$((left_out + 1))
  done
  return 1
}

# next_run AFTER UNTIL: sets due to the first run after a minute and up to another one, in minutes since
# 1970; empty where there is none.
next_run() {
  due=
  minute=$(($1 + 1))
  if [ "$minute" -lt $(($2 - LONGEST_WAIT)) ]; then minute=$(($2 - LONGEST_WAIT)); fi
  part_to=0
  while [ "$minute" -le "$2" ]; do
    if [ -n "$part_to" ] && [ "$minute" -ge "$part_to" ]; then find_part "$minute"; fi
    if [ "$minute" -eq "$part_from" ] && has_between $((minute + before)) $((minute + ahead)); then
      due=$minute
      return
    fi
    minutes_to_wait $((minute + ahead))
    if [ "$wait" -eq 0 ] && [ "$hours" != '*' ] && [ "$minute" -lt $((part_from + before - ahead)) ]; then
      wait=1
    fi
    if [ "$wait" -eq 0 ]; then
      due=$minute
      return
    fi
    minute=$((minute + wait))
    if [ -n "$part_to" ] && [ "$minute" -gt "$part_to" ]; then minute=$part_to; fi
  done
}
