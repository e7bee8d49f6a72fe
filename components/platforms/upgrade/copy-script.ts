/** Where a copy comes from and goes to. */
export const FROM = "/from";
export const TO = "/to";

const LIST = "find . -type f -printf '%s %U %P\\n' | LC_ALL=C sort | sha256sum";

/** Replaces what is in a folder by a copy that has the same files, of the same sizes and owners. */
export const COPY = `set -eu
find ${TO} -mindepth 1 -delete
cp -a --reflink=auto ${FROM}/. ${TO}/
sync
[ "$(cd ${FROM} && ${LIST})" = "$(cd ${TO} && ${LIST})" ] || { echo "the copy is not like the original" >&2; exit 1; }`;

/** How often the data is there at the same time: as it was, as a copy, as a dump, and as the new data. */
const TIMES = 3;

/** The same, where the disk has room for all that an upgrade makes; and a folder for the dump's user. */
export const firstCopy = (dump: string, user: number) => `set -eu
needed=$((${TIMES} * $(du -sk ${FROM} | cut -f 1)))
free=$(($(df -Pk ${TO} | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4) + $(du -sk ${TO} | cut -f 1)))
if [ "$free" -lt "$needed" ]; then
  echo "it takes up to $((needed / 1024)) MB on the disk of Docker's volumes, which has $((free / 1024)) MB" >&2
  exit 1
fi
${COPY}
find ${dump} -mindepth 1 -delete
chown ${user} ${dump}
du -sm ${FROM} | cut -f 1`;
