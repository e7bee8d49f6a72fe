import { removeCommand, setCommand } from "../../language/commands";
import { showAt } from "../../language/given";
import { type Path, valueAt } from "../../language/path";
import type { Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

/** The rules about the app's named volumes. */
export const VOLUME_RULES: readonly Rule[] = [
  { reads: ["app"], check: namesAreFree },
  { reads: ["app"], check: foldersAreFree },
  { reads: ["app", "source"], check: theSourceIsNoVolume },
  { reads: ["app", "replicas"], check: oneWriterIsOne },
];

/** The path of an entry's folder as the stack file has it. */
function folderPath({ given }: Facts, name: string): Path {
  const path = ["app", "volumes", name];
  return typeof valueAt(given.values, path) === "string" ? path : [...path, "path"];
}

/** Names of volumes that other parts of a stack have, by their role. */
const TAKEN =
  /^(?:backups?|routes|certificates|network|.*-(?:data|secrets|state|backups)|backups-.*|job-.*)$/;

function namesAreFree({ settings, given }: Facts): readonly Problem[] {
  return Object.keys(settings.app.volumes)
    .filter((name) => TAKEN.test(name))
    .map((name) => ({
      path: ["app", "volumes", name],
      given: `the name "${name}"`,
      accepted: "another one: Berth names volumes of its own so",
      mend: `rename app.volumes.${name} to app.volumes.app-files in Pulumi.${given.file.stack}.yaml, or drop it: ${removeCommand(given.file, ["app", "volumes", name])}`,
    }));
}

/** Folders that an image cannot do without, or that Docker and Berth fill. */
const SYSTEM = ["/bin", "/etc", "/lib", "/lib64", "/sbin", "/tmp", "/usr", "/var", "/run"];
const FILLED = ["/dev", "/proc", "/sys", "/run/secrets", "/var/lib/berth"];

const isIn = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

function foldersAreFree(facts: Facts): readonly Problem[] {
  const { settings, given } = facts;
  const entries = Object.entries(settings.app.volumes);
  return entries.flatMap(([name, { path }], index) => {
    const place = folderPath(facts, name);
    const problem = (why: string, accepted: string): Problem => ({
      path: place,
      given: `"${path}"${why}`,
      accepted,
      mend: setCommand(given.file, place, `/srv/${name}`),
    });
    if (SYSTEM.includes(path) || FILLED.some((folder) => isIn(path, folder))) {
      return problem(
        "",
        "a folder that is neither the image's system nor filled by Docker or Berth",
      );
    }
    if (settings.app.writable.includes(path)) {
      return problem(
        ", which app.writable has, too",
        "a folder of its own: a volume can be written to anyway",
      );
    }
    const before = entries
      .slice(0, index)
      .find(([, other]) => isIn(path, other.path) || isIn(other.path, path));
    if (!before) return [];
    const [other, { path: taken }] = before;
    return problem(
      taken === path ? `, the folder of ${other}` : `, and ${other} has "${taken}"`,
      "a folder of its own, neither inside nor around another one",
    );
  });
}

const SOURCE = "/app";

function theSourceIsNoVolume(facts: Facts): readonly Problem[] {
  const { settings, given } = facts;
  if (settings.source !== "bind") return [];
  return Object.entries(settings.app.volumes)
    .filter(([, { path }]) => isIn(path, SOURCE))
    .map(([name, { path }]) => {
      const place = folderPath(facts, name);
      return {
        path: place,
        given: `"${path}" with source bind`,
        accepted:
          "a folder outside of /app: that is this machine's, where the app's files stay anyway",
        mend: setCommand(given.file, place, `/srv/${name}`),
      };
    });
}

function oneWriterIsOne(facts: Facts): readonly Problem[] {
  const { settings, given } = facts;
  if (settings.replicas < 2) return [];
  return Object.entries(settings.app.volumes)
    .filter(([, { singleWriter }]) => singleWriter)
    .map(([name]) => {
      const path = ["app", "volumes", name, "singleWriter"];
      return {
        path,
        given: `${showAt(given, path)} with replicas ${settings.replicas}`,
        accepted: "false, or replicas 1: each of them would write",
        mend: setCommand(given.file, ["replicas"], "1"),
      };
    });
}
