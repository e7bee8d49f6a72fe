import type { Mapping } from "../../../../shared/yaml-file";
import type { Former } from "../../former";
import type { ComposeProject, ComposeService } from "../read/model";
import { appSection, filled } from "./app";
import { databaseEntry, knownDatabase } from "./databases";
import { Ledger, type Plan } from "./plan";
import { processEntry, releaseCommand, replicasOf } from "./processes";
import { reasonFor } from "./reasons";
import { type Roles, rolesOf } from "./roles";
import { serviceEntry } from "./services";
import type { Surroundings } from "./surroundings";
import { defined, limitsOf, partName, restartOf } from "./values";

export interface Wish {
  /** The service that is the app. */
  app: string;
  mode: "dev" | "prod";
  /** The folder of the Pulumi project. */
  folder: string;
  /** `project-stack`, which the names of its containers begin with. */
  stack: string;
  /**
   * What runs already, whose data is used where it is.
   *
   * @default nothing: the stack begins with new volumes
   */
  former?: Former;
}

/**
 * The settings of a stack that runs what a Compose project runs, and where each of its keys went.
 *
 * @throws UserError where the app is no service of the project.
 */
export function mapProject(
  project: ComposeProject,
  { app: name, mode, folder, stack, former }: Wish,
): Plan {
  const { services } = project;
  const roles = rolesOf(project, name);
  const ledger = new Ledger();
  const of = (role: string) => Object.entries(services).filter(([one]) => roles.get(one) === role);
  const databases = of("database").map(([one, service]) =>
    knownDatabase(one, service, project, stack),
  );
  const around: Surroundings = {
    project,
    folder,
    databases,
    ledger,
    former,
    app: name,
  };
  const service = services[name] as ComposeService;
  const { app, top } = appSection(name, service, around);
  const names = namesOf(roles);
  const entries = (role: string, entry: (one: string, service: ComposeService) => unknown) =>
    filled(
      Object.fromEntries(
        of(role).map(([one, given]) => [names.get(one) ?? partName(one), entry(one, given)]),
      ),
    );
  const config: Mapping = defined({
    mode,
    ...top,
    restart: restart(name, service, ledger),
    replicas: replicasOf(name, service, "replicas", ledger),
    limits: limits(name, service, ledger),
    app: defined({
      ...app,
      releaseCommand: releaseCommand(of("release"), service, ledger),
      processes: entries("process", (one, given) => processEntry(one, given, service, ledger)),
    }),
    database: databases.length === 0 ? "none" : undefined,
    databases: entries("database", (one, given) => databaseEntry(one, given, around)),
    adopt: former && stoppedBy(former, ledger),
    services: entries("service", (one, given) => serviceEntry(one, given, around, names)),
  });
  sayTheRest(project, roles, ledger);
  return { config, rows: inOrder(project, ledger) };
}

/** Containers whose place the stack takes: all but those whose data is left. */
function stoppedBy({ containers }: Former, ledger: Ledger): string[] | undefined {
  const names = containers
    .filter(({ service }) => !ledger.staying.has(service))
    .map(({ name, service }) => {
      ledger.carried(service, `container ${name}`, "adopt", "stopped by up, never removed");
      return name;
    });
  return names.length > 0 ? names : undefined;
}

/** What others reach a part by; parts that only run before a version have none. */
function namesOf(roles: Roles): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, role] of roles) {
    if (role === "app") names.set(name, "app");
    else if (role === "service")
      names.set(
        name,
        name === "app"
          ? "app-2"
          : name
              .toLowerCase()
              .replace(/[^a-z0-9_-]/g, "-")
              .slice(0, 30),
      );
    else if (role !== "release") names.set(name, partName(name));
  }
  return names;
}

function restart(
  name: string,
  { restart: given }: ComposeService,
  ledger: Ledger,
): string | undefined {
  if (given === undefined) return undefined;
  ledger.carried(name, "restart", "restart", "of every container");
  return restartOf(given);
}

function limits(name: string, service: ComposeService, ledger: Ledger): Mapping | undefined {
  const found = limitsOf(service);
  if (found)
    ledger.carried(
      name,
      service.deploy ? "deploy" : service.mem_limit ? "mem_limit" : "cpus",
      "limits",
    );
  return found;
}

/** A line for each key that nobody has spoken of. */
function sayTheRest(project: ComposeProject, roles: Roles, ledger: Ledger): void {
  for (const [name, service] of Object.entries(project.services)) {
    for (const key of Object.keys(service)) {
      const value = service[key];
      const isEmpty =
        value === null || (typeof value === "object" && Object.keys(value as object).length === 0);
      if (ledger.knows(name, key) || isEmpty) continue;
      const { to, note } = reasonFor(key, service, roles.get(name) ?? "service");
      if (to === undefined) ledger.left(name, key, note ?? "");
      else ledger.carried(name, key, to, note);
    }
  }
  for (const [name, { profiles }] of Object.entries(project.inactive)) {
    ledger.left(
      name,
      "profiles",
      `a service of the profile ${String(profiles)}, which is not active; take it along with --profile ${String((profiles as string[])[0])}`,
    );
  }
  for (const [key, { external, name }] of Object.entries(project.volumes)) {
    if (external)
      ledger.left(
        "volumes",
        key,
        `${name} is kept outside of Compose; its data is to be carried over`,
      );
  }
}

/** The services in the order of their file, and each key in the order of its service. */
function inOrder(project: ComposeProject, { rows }: Ledger) {
  const order = [...Object.keys(project.services), ...Object.keys(project.inactive), "volumes"];
  return [...rows].sort((one, other) => order.indexOf(one.of) - order.indexOf(other.of));
}
