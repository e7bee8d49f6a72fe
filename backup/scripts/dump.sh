#!/bin/sh
# dump.sh check    whether backups can be made: the server answers, the folder can be written to
# dump.sh now      makes a backup, prints its name, removes the oldest beyond $BACKUP_KEEP
# dump.sh first    the same, and only those beyond twice that many go
# dump.sh keep-all the same without removing any
# dump.sh ls       name and size in bytes of each backup, the oldest first
# dump.sh newest   name of this engine's newest backup
# dump.sh clear    removes what backups that were interrupted have left
#
# A backup is written in a hidden folder, checked, and only then given its name.

HERE=$(dirname "$0")
# shellcheck source=backup/scripts/common.sh
. "$HERE/common.sh"

check() {
  server_answers >"$SCRATCH/words" 2>&1 ||
    fail "the database does not answer: $(last_words "$SCRATCH/words")"
  [ -e "$BACKUP_FOLDER" ] || mkdir "$BACKUP_FOLDER" 2>"$SCRATCH/words"
  [ -w "$BACKUP_FOLDER" ] || fail "the user $(id -u) cannot write to the folder of the backups"
  claim_folder
}

# Two stacks in one folder would take one another's backups for their own, and remove them.
claim_folder() {
  [ -n "${BACKUP_OWNER:-}" ] || return 0
  claim=$BACKUP_FOLDER/.berth-stack
  # A full disk leaves it empty.
  [ -s "$claim" ] || say "$BACKUP_OWNER" >"$claim" || fail "cannot write to the folder of the backups"
  owner=$(cat "$claim")
  [ "$owner" = "$BACKUP_OWNER" ] ||
    fail "the folder has the backups of the stack $owner: set backup.to to one of its own, or take them over by removing the file .berth-stack in it"
}

# names SUFFIXES: the backups with one of these, as a regular expression, the oldest first.
names() {
  find "$BACKUP_FOLDER" -maxdepth 1 -type f | sed 's|.*/||' |
    grep -E "^[0-9]{8}T[0-9]{6}Z\.($1)\$" | sort
}

ls_dumps() {
  [ -r "$BACKUP_FOLDER" ] && [ -x "$BACKUP_FOLDER" ] ||
    fail "the user $(id -u) cannot read the folder of the backups"
  names "$SUFFIXES" | while read -r name; do
    say "$name $(wc -c <"$BACKUP_FOLDER/$name")"
  done
}

# Makes the folder of a backup to be. Its name is the time, so that each has one of its own.
reserve() {
  for _ in 1 2 3; do
    stamp=$(date -u +%Y%m%dT%H%M%SZ)
    work=$BACKUP_FOLDER/.$stamp.part
    if mkdir "$work" 2>"$SCRATCH/words" && [ ! -e "$BACKUP_FOLDER/$stamp.$SUFFIX" ]; then return; fi
    sleep 1
  done
  fail "cannot begin a backup: $(last_words "$SCRATCH/words")"
}

# Programs have many words for a full disk, and some have none.
disk_is_full() {
  free=$(df -Pk "$BACKUP_FOLDER" | tail -n 1 | tr -s ' ' | cut -d' ' -f4)
  if [ "$free" -lt 100 ]; then printf 'the disk of the backups is full: '; fi
}

now() {
  claim_folder
  reserve
  name=$stamp.$SUFFIX
  trap 'rm -rf "$SCRATCH" "$work"' EXIT
  trap 'exit 1' HUP INT TERM
  make_dump "$work/$name" ||
    fail "the dump failed: $(disk_is_full)$(last_words "$SCRATCH/words")"
  verify "$work/$name"
  publish || fail "the backup could not be written: $(disk_is_full)$(last_words "$SCRATCH/words")"
  say "$name"
}

# Who runs as root must not keep the folder's owner from reading them.
hand_over() {
  [ "$(id -u)" -ne 0 ] || chown "$(stat -c %u:%g "$BACKUP_FOLDER")" "$@"
}

# The checksum goes first: every backup that has its name has it too.
publish() {
  {
    (cd "$work" && sha256sum "$name" >"$name.sha256") &&
      hand_over "$work/$name" "$work/$name.sha256" &&
      sync "$work/$name" "$work/$name.sha256" &&
      mv "$work/$name.sha256" "$BACKUP_FOLDER/" &&
      mv "$work/$name" "$BACKUP_FOLDER/" &&
      sync "$BACKUP_FOLDER"
  } 2>"$SCRATCH/words"
}

# Never the one that was just made, whatever name a clock that was set back has given it; nor those
# of another engine that the stack had before.
# prune KEEP
prune() {
  names "$SUFFIX" | grep -vx "$name" >"$SCRATCH/others"
  surplus=$(($(wc -l <"$SCRATCH/others") + 1 - $1))
  [ "$surplus" -gt 0 ] || return 0
  head -n "$surplus" "$SCRATCH/others" | while read -r old; do
    rm -f "$BACKUP_FOLDER/$old" "$BACKUP_FOLDER/$old.sha256"
  done
}

case ${1:-} in
  check) check ;;
  now) now && prune "$BACKUP_KEEP" ;;
  first) now && prune "$((2 * BACKUP_KEEP))" ;;
  keep-all) now ;;
  ls) ls_dumps ;;
  newest) names "$SUFFIX" | tail -n 1 ;;
  clear) rm -rf "$BACKUP_FOLDER"/.[0-9]*Z.part ;;
  *) fail "dump.sh check | now | first | keep-all | ls | newest | clear" ;;
esac
