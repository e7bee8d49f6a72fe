import type { Mapping } from "../../../../shared/yaml-file";
import type { ComposeService } from "../read/model";
import { healthCommandOf } from "./health";
import type { Ledger } from "./plan";
import { defined, limitsOf, partName, seconds } from "./values";

/** The entry of `app.processes` that a service becomes which has the app's build. */
export function processEntry(
  name: string,
  service: ComposeService,
  app: ComposeService,
  ledger: Ledger,
): Mapping | readonly string[] {
  const to = `app.processes.${partName(name)}`;
  ledger.carried(name, "build", to, "the app's image");
  ledger.carried(name, "command", `${to}.command`);
  sharedEnvironment(name, service, app, ledger);
  const command = service.command ?? [];
  const healthCommand = healthCommandOf(service);
  if (service.healthcheck) ledger.carried(name, "healthcheck", `${to}.healthCommand`);
  if (service.stop_grace_period !== undefined)
    ledger.carried(name, "stop_grace_period", `${to}.stopGrace`);
  const isBeat = /\bcelery\b.*\bbeat\b|\bcelerybeat\b/.test(command.join(" "));
  const replicas = replicasOf(name, service, `${to}.replicas`, ledger);
  const limits = limitsOf(service);
  if (limits) ledger.carried(name, service.deploy ? "deploy" : "mem_limit", `${to}.limits`);
  sharedKeys(name, service, app, ledger);
  const entry = defined({
    command: [...command],
    replicas,
    singleton: isBeat ? true : undefined,
    healthCommand,
    stopGrace:
      service.stop_grace_period === undefined ? undefined : seconds(service.stop_grace_period),
    limits,
  });
  return Object.keys(entry).length === 1 ? [...command] : entry;
}

/** How many containers Compose runs of a service, where it says so. */
export function replicasOf(
  name: string,
  service: ComposeService,
  to: string,
  ledger: Ledger,
): number | undefined {
  const { replicas } = (service.deploy ?? {}) as { replicas?: number };
  const given = (service.scale as number | undefined) ?? replicas;
  if (given === undefined || given === 1) return undefined;
  const key = service.scale === undefined ? "deploy.replicas" : "scale";
  if (given < 1) {
    ledger.left(name, key, "at least one container runs; take the part out of the stack file");
    return undefined;
  }
  ledger.carried(name, key, to);
  return Math.min(given, 100);
}

/** Commands that end, in their order, as one that runs before each new version. */
export function releaseCommand(
  services: readonly (readonly [string, ComposeService])[],
  app: ComposeService,
  ledger: Ledger,
): unknown {
  const commands = services.map(([name, service]) => {
    ledger.carried(name, "command", "app.releaseCommand", "before each new version");
    if (service.build) ledger.carried(name, "build", "app.releaseCommand", "the app's image");
    sharedEnvironment(name, service, app, ledger);
    sharedKeys(name, service, app, ledger);
    return service.command ?? [];
  });
  const [first = []] = commands;
  if (commands.length <= 1) return first.length > 0 ? [...first] : undefined;
  return commands.map((words) => words.map(shellWord).join(" ")).join(" && ");
}

const shellWord = (word: string) =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

function sharedEnvironment(
  name: string,
  { environment = {} }: ComposeService,
  app: ComposeService,
  ledger: Ledger,
): void {
  for (const [key, value] of Object.entries(environment)) {
    const at = `environment.${key}`;
    if (app.environment?.[key] === value) ledger.carried(name, at, "app.env", "the app's");
    else
      ledger.left(
        name,
        at,
        `it has the app's variables, in which ${key} is ${app.environment?.[key] === undefined ? "not there" : "another"}; set it in the command, as in [env, ${key}=..., ...], or in app.env`,
      );
  }
}

/** Keys that are the app's, whatever Compose says. */
function sharedKeys(
  name: string,
  service: ComposeService,
  app: ComposeService,
  ledger: Ledger,
): void {
  for (const key of [
    "volumes",
    "secrets",
    "networks",
    "restart",
    "user",
    "image",
    "depends_on",
    "env_file",
  ]) {
    if (service[key] === undefined) continue;
    const isSame =
      key === "depends_on" ||
      key === "networks" ||
      JSON.stringify(service[key]) === JSON.stringify(app[key]);
    if (isSame) ledger.carried(name, key, "app", "the app's");
    else
      ledger.left(
        name,
        key,
        `it has what the app has; give it to the app${key === "volumes" ? ", in app.volumes" : ""}`,
      );
  }
}
