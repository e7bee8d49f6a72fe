import { DATA } from "./configuration";

/**
 * A Redis without an append-only file leaves its data in a snapshot, which one with such a file never reads:
 * it would begin empty. A snapshot that is newer than all of that file becomes its beginning, as both
 * Redis 6 (in place) and later ones (which move it to a folder) read it. The snapshot stays for the way back.
 * A server that is stopped writes it last, so that one of a server that had both has the same keys.
 */
export const TAKE_SNAPSHOT = `set -e
cd ${DATA}
[ -s dump.rdb ] || exit 0
[ -z "$(find appendonlydir appendonly.aof -type f -newer dump.rdb 2>/dev/null)" ] || exit 0
for former in appendonlydir appendonly.aof; do
  if [ -e "$former" ]; then mv "$former" "before-berth-$(date +%s)-$former"; fi
done
cp dump.rdb appendonly.aof.new
mv appendonly.aof.new appendonly.aof
`;
