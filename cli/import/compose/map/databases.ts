import { readFileSync } from "node:fs";
import {
  type DatabaseEngineName,
  databaseEngine,
  variablesFor,
} from "../../../../components/databases";
import { MAIN_ROLE } from "../../../../components/databases/connection";
import type { Mapping } from "../../../../shared/yaml-file";
import type { ComposeProject, ComposeService } from "../read/model";
import { configOf } from "./database-config";
import { databaseVolume } from "./database-volume";
import type { KnownDatabase } from "./environment";
import { databaseImage } from "./images";
import type { Ledger } from "./plan";
import type { Surroundings } from "./surroundings";
import { defined, limitsOf, partName } from "./values";

/** Variables that images of any server read. */
const OF_IMAGES = /^(ALLOW_|BITNAMI|TZ$|LANG$)/;
const PASSWORDS = /PASSWORD(_FILE)?$|^POSTGRES_HOST_AUTH_METHOD$|EMPTY_PASSWORD$/;

/** The database that a service is: an entry of `databases`. */
export function databaseEntry(
  name: string,
  service: ComposeService,
  around: Surroundings,
): Mapping {
  const { ledger } = around;
  const found = databaseImage(service.image ?? "");
  const engine = found?.engine ?? "postgres";
  const to = `databases.${partName(name)}`;
  ledger.carried(name, "image", to, found?.note);
  const environment = service.environment ?? {};
  const entry: Mapping = {
    engine,
    image: found?.image,
    ...namesOf(name, environment, to, engine, ledger),
    port: portOf(name, service, to, ledger),
    config: configOf(name, service, engine, to, ledger),
    limits: limitsOf(service),
  };
  if (entry.limits) ledger.carried(name, service.deploy ? "deploy" : "mem_limit", `${to}.limits`);
  entry.volume = databaseVolume(name, service, { engine, entry }, around);
  if (service.secrets) {
    ledger.left(name, "secrets", "passwords are generated; nothing is to be done");
  }
  for (const key of ["healthcheck", "restart", "depends_on", "user"]) {
    if (service[key] !== undefined) ledger.carried(name, key, to, "Berth's own");
  }
  return defined(entry);
}

/** What the variables of others may say of it. */
export function knownDatabase(
  name: string,
  service: ComposeService,
  project: ComposeProject,
  stack: string,
): KnownDatabase {
  const { engine = "postgres" } = databaseImage(service.image ?? "") ?? {};
  const environment = Object.entries(service.environment ?? {});
  const own = environment.filter(([key]) => /PASSWORD$/.test(key)).map(([, value]) => value);
  const [, required] = /--requirepass\s+(\S+)/.exec((service.command ?? []).join(" ")) ?? [];
  const secrets = ((service.secrets ?? []) as { source: string }[]).flatMap(({ source }) => {
    const file = project.secrets[source]?.file;
    return typeof file === "string" ? textOf(file) : [];
  });
  const hasSameName = partName(name) === name && name !== MAIN_ROLE;
  return {
    host: name,
    // Where the name is carried over as it is, it is one on the stack's network, too.
    reachedBy: hasSameName ? name : `${stack}-${partName(name)}`,
    variables: variablesFor(databaseEngine(engine).variables, partName(name)),
    passwords: [...own, ...(required ? [required] : []), ...secrets].filter(Boolean),
  };
}

function textOf(file: string): string[] {
  try {
    return [readFileSync(file, "utf8").trim()];
  } catch {
    return [];
  }
}

function namesOf(
  name: string,
  environment: Readonly<Record<string, string>>,
  to: string,
  engine: DatabaseEngineName,
  ledger: Ledger,
): Mapping {
  const names: Mapping = {};
  const { named, variables } = databaseEngine(engine).images;
  for (const [key, value] of Object.entries(environment)) {
    const at = `environment.${key}`;
    const word = named?.database.test(key) ? "name" : named?.user.test(key) ? "user" : undefined;
    if (word) {
      const isSystem =
        word === "user" ? /^(root|postgres|mysql)$/ : /^(postgres|mysql|template\d)$/;
      if (isSystem.test(value) || !/^[A-Za-z_]\w{0,30}$/.test(value)) {
        ledger.left(
          name,
          at,
          `given ${value}, which the server keeps for itself or cannot have here; the app gets a ${word} of its own, in a variable`,
        );
      } else {
        names[word] = value;
        ledger.carried(name, at, `${to}.${word}`);
      }
    } else if (PASSWORDS.test(key)) {
      ledger.left(name, at, "passwords are generated; nothing is to be done");
    } else {
      const isItsOwn = variables.test(key) || OF_IMAGES.test(key);
      ledger.left(
        name,
        at,
        !isItsOwn
          ? "the server does not read it; nothing is to be done"
          : `a variable of this image; write what it does in ${to}.config, where the server has a setting for it`,
      );
    }
  }
  return names;
}

function portOf(
  name: string,
  service: ComposeService,
  to: string,
  ledger: Ledger,
): string | undefined {
  const [first] = (service.ports ?? []).filter(({ published }) => published !== "");
  if (!first) return undefined;
  const port = first.published.split("-")[0] ?? "";
  // A database that Compose published to everybody was hardly meant to be.
  const address = first.host_ip && first.host_ip !== "0.0.0.0" ? first.host_ip : "127.0.0.1";
  ledger.carried(
    name,
    "ports",
    `${to}.port`,
    first.host_ip === address
      ? undefined
      : "on 127.0.0.1; with an address such as 0.0.0.0 before it for everybody",
  );
  return `${address.includes(":") ? `[${address}]` : address}:${port}`;
}
