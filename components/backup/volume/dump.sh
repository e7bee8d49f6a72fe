# shellcheck shell=sh
#
# How a volume is copied, and its copies are checked.
#
#   BACKUP_VOLUME  where the volume is mounted

server_answers() { python3 "$HERE/volume.py" check "$BACKUP_VOLUME"; }

make_dump() { python3 "$HERE/volume.py" dump "$BACKUP_VOLUME" "$1" >"$SCRATCH/words" 2>&1; }

verify_dump() {
  python3 "$HERE/volume.py" verify "$1" >"$SCRATCH/check" 2>&1 ||
    fail "${1##*/} is damaged or was cut off: $(last_words "$SCRATCH/check")"
}
