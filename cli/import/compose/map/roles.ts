import { UserError } from "../../../../shared/errors";
import type { ComposeProject, ComposeService } from "../read/model";
import { databaseImage } from "./images";

export type Role = "app" | "database" | "process" | "release" | "service";

/** What becomes of each service. */
export type Roles = ReadonlyMap<string, Role>;

/** Services of which one may be the app, the likeliest first. */
export function appCandidates({ services }: ComposeProject): string[] {
  const names = Object.keys(services).filter((name) => !isDatabase(services[name]));
  const built = names.filter((name) => services[name]?.build);
  const candidates = built.length > 0 ? built : names;
  const score = (name: string) => {
    const service = services[name] ?? {};
    const isWeb = /^(app|web|backend|server|api|django|flask|fastapi|site)$/i.test(name) ? 4 : 0;
    const isOther = /(worker|celery|beat|flower|scheduler|proxy|nginx|frontend|migrat|cron)/i.test(
      name,
    )
      ? -4
      : 0;
    return isWeb + isOther + (service.ports?.length ? 2 : 0) + (ends(name, services) ? -8 : 0);
  };
  return candidates.sort((one, other) => score(other) - score(one));
}

/**
 * The service that is the app, where there is no doubt.
 *
 * @returns undefined where a person has to say.
 */
export function certainApp(project: ComposeProject): string | undefined {
  const [first, ...more] = appCandidates(project);
  if (first === undefined) return undefined;
  const others = more.filter(
    (name) => !isSameImage(project.services[first], project.services[name]),
  );
  if (others.length === 0 && (project.services[first]?.build || more.length === 0)) return first;
  return undefined;
}

/**
 * What each service becomes, by its image, its build and its name.
 *
 * @throws UserError where there is no such service.
 */
export function rolesOf(project: ComposeProject, app: string): Roles {
  const { services } = project;
  if (!Object.hasOwn(services, app)) throw noSuchApp(project, app);
  const roles = new Map<string, Role>();
  for (const [name, service] of Object.entries(services)) {
    roles.set(name, roleOf(name, service, services, app));
  }
  return roles;
}

function noSuchApp(project: ComposeProject, app: string): UserError {
  const [profile] = Object.hasOwn(project.inactive, app) ? profilesOf(project.inactive[app]) : [];
  if (profile !== undefined)
    return new UserError(
      `--app: given ${app}, a service of the profile ${profile}, which is not active; take it along with --profile ${profile}`,
    );
  const others = appCandidates(project).join(", ");
  return new UserError(
    `--app: given ${app}; accepted: ${others || `none: there is no service that could be the app${profilesToName(project)}`}`,
  );
}

/** The profiles whose services were left out, as flags that take them along; nothing where none were. */
export function profilesToName({ inactive }: ComposeProject): string {
  const names = [...new Set(Object.values(inactive).flatMap(profilesOf))];
  const flags = names.map((name) => `--profile ${name}`);
  return names.length === 0 ? "" : `; services of profiles were left out: add ${flags.join(" ")}`;
}

const profilesOf = (service: ComposeService | undefined) =>
  (service?.profiles ?? []) as readonly string[];

function roleOf(
  name: string,
  service: ComposeService,
  services: ComposeProject["services"],
  app: string,
): Role {
  if (name === app) return "app";
  if (isDatabase(service)) return "database";
  if (!isSameImage(services[app], service)) return "service";
  if (ends(name, services)) return "release";
  // A process has a command of its own, and publishes nothing.
  return service.command?.length && !service.entrypoint?.length && !service.ports?.length
    ? "process"
    : "service";
}

const isDatabase = (service: ComposeService | undefined) =>
  service !== undefined && !service.build && databaseImage(service.image ?? "") !== undefined;

/** Whether a service runs what another one does: the same build, or the image that it is named by. */
function isSameImage(app: ComposeService | undefined, other: ComposeService | undefined): boolean {
  if (!app || !other) return false;
  if (app.build && other.build) {
    const key = ({ build }: ComposeService) =>
      JSON.stringify([build?.context, build?.dockerfile ?? "Dockerfile", build?.target]);
    return key(app) === key(other);
  }
  return !other.build && app.image !== undefined && app.image === other.image;
}

/** Whether a service comes to its end: another waits for that, or its command is one that migrates. */
export function ends(name: string, services: ComposeProject["services"]): boolean {
  const isAwaited = Object.values(services).some(
    ({ depends_on }) => depends_on?.[name]?.condition === "service_completed_successfully",
  );
  const { command, restart } = services[name] ?? {};
  const migrates = /\b(migrate|db upgrade|upgrade head|collectstatic)\b/.test(
    (command ?? []).join(" "),
  );
  const serves = /\b(runserver|gunicorn|uvicorn|flask run|hypercorn|daphne|celery)\b/.test(
    (command ?? []).join(" "),
  );
  return (
    isAwaited || (migrates && !serves && !/^(always|unless-stopped)/.test(String(restart ?? "")))
  );
}
