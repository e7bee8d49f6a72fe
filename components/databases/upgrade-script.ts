/** The shell scripts of an upgrade, for containers without a network that run as the server's user. */
export interface UpgradeScripts {
  /** Dumps all that a server has, by the old version, from a copy of its data. */
  dump: string;
  /** Sets up an empty folder as the image does, and loads the dump by the new version. */
  load: string;
}

/** Where both of them have the dump, and what they counted. */
export const DUMP = "/upgrade";
/** Lines with the name of a table and the number of its rows, sorted, as each of the two servers has them. */
export const COUNTED = { before: `${DUMP}/rows-before`, after: `${DUMP}/rows-after` };

/** The beginning of each: an error ends it with the last lines of the server's log. */
export const BEGIN = `set -eu
umask 077
LOG=/tmp/berth-server.log
give_up() { echo "$1" >&2; tail -n 15 "$LOG" >&2 2>/dev/null || :; exit 1; }`;

/** Compares what both have counted; prints how much that is. */
export const COMPARE = `LC_ALL=C sort -o ${COUNTED.after} ${COUNTED.after}
if ! cmp -s ${COUNTED.before} ${COUNTED.after}; then
  echo "what was loaded is not what was dumped; first differences (< before, > after):" >&2
  diff ${COUNTED.before} ${COUNTED.after} | grep '^[<>]' | head -n 6 >&2
  exit 1
fi
awk -F '\\t' '{ rows += $2 } END { print NR " tables and sequences, " rows + 0 " rows and numbers" }' ${COUNTED.before} >${DUMP}/words
sync`;
