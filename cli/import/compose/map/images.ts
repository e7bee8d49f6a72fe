import {
  DATABASE_NAMES,
  type DatabaseEngineName,
  databaseEngine,
} from "../../../../components/databases";

/** A database that an image serves. */
export interface DatabaseImage {
  engine: DatabaseEngineName;
  /** The image that the stack runs; undefined for the default one of the engine. */
  image: string | undefined;
  /** Why it is another one than Compose's. */
  note: string | undefined;
}

/** Distributions whose images are laid out in another way than the official ones. */
const OTHER_LAYOUT = /^(bitnami(legacy|secure)?|rapidfort|sameersbn|centos|rhel\d*|linuxserver)\//;

/** The database that an image has, by its name; undefined for all others. */
export function databaseImage(reference: string): DatabaseImage | undefined {
  const [withoutDigest = ""] = reference.split("@");
  const [, path = "", tag] = /^(.*?)(?::([^/:]+))?$/.exec(withoutDigest) ?? [];
  const repository = path
    .replace(/^([\w.-]+[.:][\w.:-]*|localhost)\//, "")
    .replace(/^library\//, "");
  const name = repository.split("/").at(-1) ?? "";
  const engine = DATABASE_NAMES.find((one) => databaseEngine(one).images.names.test(name));
  if (!engine) return undefined;
  if (OTHER_LAYOUT.test(repository)) {
    const version = /^\d+(\.\d+)?/.exec(tag ?? "")?.[0];
    const image = version && `${engine}:${version}`;
    return {
      engine,
      image,
      note: `${reference} keeps its data in another place: ${image ?? `the default image of ${engine}`} is taken; carry its data over by a dump`,
    };
  }
  if (tag === undefined || tag === "latest") {
    const isOfficial = repository === name && name === engine;
    return {
      engine,
      image: isOfficial ? undefined : reference,
      note: isOfficial ? "the tag is that of images.*, which does not change by itself" : undefined,
    };
  }
  const debian = tag.replace(/-?alpine[\d.]*$/, "");
  if (debian === tag || debian === "") {
    return debian === ""
      ? { engine, image: undefined, note: "images based on Debian are run" }
      : { engine, image: reference, note: undefined };
  }
  return {
    engine,
    image: `${path}:${debian}`,
    note: "the same version on Debian, as its user has another number on Alpine",
  };
}
