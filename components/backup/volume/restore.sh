# shellcheck shell=sh
#
# Unpacks the copy into a hidden folder of the volume, beside what the app has there. A swap moves
# the one out and the other in, while nothing else has the volume.

load() {
  python3 "$HERE/volume.py" load "$BACKUP_VOLUME" "$1" 2>"$SCRATCH/words" ||
    fail "the backup could not be unpacked: $(last_words "$SCRATCH/words")"
}

drop() { python3 "$HERE/volume.py" drop "$BACKUP_VOLUME" 2>"$SCRATCH/words"; }

swap() {
  python3 "$HERE/volume.py" swap "$BACKUP_VOLUME" 2>"$SCRATCH/words" ||
    fail_changed "the files could not all be moved: $(last_words "$SCRATCH/words")"
}
