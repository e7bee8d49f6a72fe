import { formerVolumeOf, upgradeVolumes } from "../../components/databases/versions";
import type { ServerImage } from "./server-image";

/** A database's image in words. */
interface Wanted extends ServerImage {
  product: string;
  stack: string;
  /** Its version. */
  wanted: string;
  /** Name of the server's container. */
  container: string;
}

const set = ({ stack, key }: Wanted, image: string) =>
  `pulumi config set --stack ${stack} --path ${key} ${image}`;

/** The image that is given, with another version in its tag. */
const ofVersion = ({ image }: Wanted, version: string): string =>
  `${image.replace(/@.*$/, "").replace(/:[^/:]*$/, "")}:${version}`;

/** Containers are made by an image's id, which says nothing to a reader. */
const nameOf = (image: string | undefined) => (image?.startsWith("sha256:") ? undefined : image);

/** What brings the data of a former version back, whose server must not run meanwhile. */
const putBack = ({ image, data, container }: Wanted, former: string) =>
  `docker stop ${container}; docker run --rm --user 0 -v ${former}:/from:ro -v ${data}:/to --entrypoint sh ${image} -c 'find /to -mindepth 1 -delete && cp -a /from/. /to/'`;

/** An older version than that of the data. */
export function downgrade(
  words: Wanted,
  { from, now, former }: { from: string; now: string | undefined; former: string | undefined },
): string {
  const { key, image, product, wanted, stack } = words;
  const back =
    former === undefined
      ? `move the data: ./pulumiw backup now FILE --stack ${stack}; pulumi destroy --stack ${stack}; remove the volume ${words.data} where ${key.replace(/^images\..*/, "database").replace(/\.image$/, "")}.keepData keeps it; and after the next up ./pulumiw backup restore FILE --stack ${stack}, as far as ${wanted} takes a dump of ${from}`
      : `go back to the data as it was before the upgrade to ${from}, without what was written since: the volume ${former} has it: ${putBack(words, former)}; then pulumi up --stack ${stack}`;
  return [
    `${key}: ${image} is ${product} ${wanted}, and the data of this stack is of ${from}, which it cannot read; nothing was changed. One of:`,
    `  stay with ${from}: ${set(words, nameOf(now) ?? ofVersion(words, from))}`,
    `  ${back}`,
  ].join("\n");
}

/** Data whose server is gone, as after a destroy: nobody could dump it. */
export const noServer = (words: Wanted, from: string): string =>
  `${words.key}: ${words.image} is ${words.product} ${words.wanted}, and the volume ${words.data} has data of ${from}, which only a server of ${from} can dump; nothing was changed. Start that one first: ${set(words, ofVersion(words, from))} && pulumi up --stack ${words.stack}; then set ${words.image} again`;

/** A database on a node that is not the one that is asked. */
export const elsewhere = (words: Wanted, from: string): string =>
  `${words.key}: ${words.product} ${from} -> ${words.wanted} is an upgrade by dump and load, and the data of this stack is on another node than the engine that is asked; nothing was changed; deploy by the engine of that node: pulumi config set --stack ${words.stack} host ssh://USER@NODE`;

/** An upgrade that broke off while the new data was put in its place, under another version than its own. */
export function interrupted(
  words: Wanted,
  { from, to, mark }: { from: string; to: string; mark: string },
): string {
  const { key, product, image, stack, data, wanted } = words;
  const former = formerVolumeOf(data, from);
  const { beside, dump } = upgradeVolumes(data);
  return [
    `${key}: ${product} ${from} -> ${to} was interrupted while the new data was put in its place, and ${image} is ${wanted}; nothing was changed. One of:`,
    `  finish it: ${set(words, ofVersion(words, to))} && pulumi up --stack ${stack}`,
    `  go back to ${from}: ${putBack(words, former)} && docker volume rm ${mark} ${beside} ${dump}`,
  ].join("\n");
}

/** A volume of somebody else under a name that an upgrade wants. */
export const taken = (key: string, volume: string): string =>
  `${key}: the upgrade needs a volume ${volume}, and there is one that is not this stack's; nothing was changed; look at what it has, and remove it: docker volume rm ${volume}`;
