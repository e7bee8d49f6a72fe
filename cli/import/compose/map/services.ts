import type { Mapping } from "../../../../shared/yaml-file";
import type { ComposePort, ComposeService } from "../read/model";
import { filled } from "./app";
import { secretFiles } from "./app-files";
import { givenArgs, hasFolder, leaveBuiltName, leaveOtherKeys } from "./builds";
import { isAbout, isNamed, isSecret, withHosts } from "./environment";
import type { Ledger } from "./plan";
import { healthcheckOf } from "./service-health";
import { volumesOf } from "./service-volumes";
import type { Surroundings } from "./surroundings";
import { defined, limitsOf, projectPath, restartOf, seconds } from "./values";

/** Keys that a service keeps as they are. */
const SAME = [
  "command",
  "entrypoint",
  "working_dir",
  "user",
  "stop_signal",
  "cap_add",
  "cap_drop",
  "read_only",
  "init",
  "hostname",
  "platform",
  "sysctls",
  "ulimits",
  "shm_size",
  "tmpfs",
  "expose",
];

/** The entry of `services` that a service becomes. */
export function serviceEntry(
  name: string,
  service: ComposeService,
  around: Surroundings,
  names: ReadonlyMap<string, string>,
): Mapping | string {
  const { ledger } = around;
  const key = names.get(name) ?? name;
  const to = `services.${key}`;
  const entry: Mapping = { ...builtOrPulled(name, service, to, around) };
  for (const one of SAME) {
    const value = service[one];
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0))
      continue;
    entry[one] =
      one === "cap_add" || one === "cap_drop"
        ? (value as string[]).map((cap) => cap.toUpperCase())
        : value;
    ledger.carried(name, one, `${to}.${one}`);
  }
  Object.assign(
    entry,
    defined({
      environment: environmentOf(name, service, to, around),
      ports: portsOf(name, service, to, ledger),
      volumes: volumesOf(name, service, to, around),
      depends_on: dependsOn(name, service, to, around, names),
      healthcheck: healthcheckOf(name, service, to, ledger),
      secrets: filled(secretFiles(name, service, around)),
      extra_hosts: hostsOf(name, service, to, ledger),
      stop_grace_period:
        service.stop_grace_period === undefined ? undefined : seconds(service.stop_grace_period),
      restart: service.restart === undefined ? undefined : restartOf(service.restart),
      labels: labelsOf(name, service, to, ledger),
      limits: limitsOf(service),
    }),
  );
  for (const one of ["stop_grace_period", "restart"])
    if (entry[one] !== undefined) ledger.carried(name, one, `${to}.${one}`);
  if (entry.limits)
    ledger.carried(
      name,
      service.deploy ? "deploy" : service.mem_limit ? "mem_limit" : "cpus",
      `${to}.limits`,
    );
  const only = Object.keys(entry);
  return only.length === 1 && only[0] === "image" ? String(entry.image) : entry;
}

function builtOrPulled(
  name: string,
  service: ComposeService,
  to: string,
  { folder, ledger }: Surroundings,
): Mapping {
  const { build, image } = service;
  if (!build) {
    ledger.carried(name, "image", `${to}.image`);
    return { image };
  }
  leaveBuiltName(name, service, ledger);
  const { context = ".", dockerfile, target, args: _, ...more } = build;
  leaveOtherKeys(name, Object.keys(more), ledger);
  if (hasFolder(name, build, `${to}.build`, ledger)) ledger.carried(name, "build", `${to}.build`);
  const path = projectPath(context, folder);
  const whole = defined({ context: path, dockerfile, target, args: filled(givenArgs(build)) });
  return { build: Object.keys(whole).length === 1 ? path : whole };
}

function environmentOf(
  name: string,
  { environment = {} }: ComposeService,
  to: string,
  { ledger, databases }: Surroundings,
): Mapping | undefined {
  const kept: Mapping = {};
  for (const [key, value] of Object.entries(environment)) {
    const at = `environment.${key}`;
    const database = databases.find((one) => isAbout(key, value, one));
    if (database) {
      ledger.left(
        name,
        at,
        `${database.host} has a generated password, which only the app is given`,
      );
      continue;
    }
    const text = withHosts(value, databases);
    kept[key] = text;
    const note = isSecret(key, value)
      ? `in the clear, as docker inspect shows it; where the image reads ${key}_FILE, move it to ${to}.secrets`
      : text === value
        ? undefined
        : `as ${text}`;
    ledger.carried(name, at, `${to}.environment.${key}`, note);
  }
  return filled(kept);
}

function portsOf(
  name: string,
  { ports = [] }: ComposeService,
  to: string,
  ledger: Ledger,
): string[] | undefined {
  const kept = ports.flatMap((port, index) => {
    const at = `ports[${index}]`;
    if (port.published === "" || port.protocol === "sctp") {
      ledger.left(
        name,
        at,
        port.published === ""
          ? `Docker picks a port of the host; name one in ${to}.ports`
          : "no port of sctp is published here",
      );
      return [];
    }
    ledger.carried(
      name,
      at,
      `${to}.ports`,
      port.published.includes("-") ? "the first port of the range" : undefined,
    );
    return portText(port);
  });
  return kept.length > 0 ? kept : undefined;
}

function portText({
  host_ip: address = "0.0.0.0",
  published,
  target,
  protocol,
}: ComposePort): string {
  const host = address.includes(":") ? `[${address}]` : address;
  return `${host}:${published.split("-")[0]}:${target}${protocol === "udp" ? "/udp" : ""}`;
}

function dependsOn(
  name: string,
  { depends_on = {}, environment = {} }: ComposeService,
  to: string,
  { ledger, databases }: Surroundings,
  names: ReadonlyMap<string, string>,
): Mapping | undefined {
  const kept: Mapping = {};
  // Only what depends on a database is on its network where it has one of its own.
  for (const { host } of databases) {
    const isMeant = Object.values(environment).some((value) => isNamed(value, host));
    if (host in depends_on || !isMeant) continue;
    const known = names.get(host) ?? host;
    kept[known] = { condition: "service_started" };
    ledger.carried(name, `depends_on.${host}`, `${to}.depends_on.${known}`, "a variable names it");
  }
  for (const [other, { condition }] of Object.entries(depends_on)) {
    const at = `depends_on.${other}`;
    const known = names.get(other);
    if (known === undefined) {
      ledger.left(name, at, "it runs before each new version of the app; nothing is to be done");
      continue;
    }
    kept[known] = { condition: condition === "service_started" ? "service_started" : condition };
    ledger.carried(
      name,
      at,
      `${to}.depends_on.${known}`,
      condition === "service_started" ? "waits until it is ready" : undefined,
    );
  }
  return filled(kept);
}

function hostsOf(
  name: string,
  { extra_hosts }: ComposeService,
  to: string,
  ledger: Ledger,
): Mapping | undefined {
  if (extra_hosts === undefined) return undefined;
  ledger.carried(name, "extra_hosts", `${to}.extra_hosts`);
  return Object.fromEntries(
    Object.entries(extra_hosts as Record<string, string[]>).map(([host, [ip]]) => [host, ip]),
  );
}

/** Labels of a proxy that reads Docker's are of no use without it. */
function labelsOf(
  name: string,
  { labels }: ComposeService,
  to: string,
  ledger: Ledger,
): Mapping | undefined {
  if (labels === undefined || Object.keys(labels as object).length === 0) return undefined;
  ledger.carried(name, "labels", `${to}.labels`);
  return labels as Mapping;
}
