import { supportsOf } from "../../../shared/platforms";
import type { PublishedPort } from "../../../shared/ports";
import type { Filled } from "../../language/filled";
import { hardening } from "../hardening";
import { missingParts } from "../platform/lacks";
import { restart } from "../restart";
import type { Stack } from "../stack";
import { SERVICE_PARTS, type ServicePart } from "./hardening";
import type { GivenMount } from "./mounts";
import { endingOf, waitsOf } from "./order";
import { SERVICES_RULES } from "./rules";
import { type serviceObject, servicesSchema } from "./schema";

type Given = Filled<typeof serviceObject>;

/** A port of a service, and the place in the stack file that asks for it. */
export interface ServicePort {
  internal: number;
  published: PublishedPort;
  protocol: "tcp" | "udp";
  /** Index in `ports`. */
  at: number;
}

export interface ServiceSettings
  extends Omit<
    Given,
    "ports" | "volumes" | "depends_on" | "hardening" | "restart" | "healthcheck"
  > {
  ports: ServicePort[];
  volumes: GivenMount[];
  /** Names of what it waits for. */
  needs: string[];
  /** Whether somebody waits for its end. */
  ends: boolean;
  hardening: Record<ServicePart, boolean>;
  restart: Filled<typeof restart.schema>;
  /** Undefined where the image's own check is run. */
  healthcheck: Given["healthcheck"] | undefined;
}

export type ServicesSettings = Readonly<Record<string, ServiceSettings>>;

const schema = servicesSchema.optional();

function resolve(stack: Stack): ServicesSettings {
  const { written, fill } = stack;
  const ending = endingOf(waitsOf(written));
  const filled = fill(schema, written.services);
  return Object.fromEntries(
    Object.entries(filled).map(([name, { depends_on: needs, ...service }]) => [
      name,
      {
        ...service,
        ports: portsOf(service.ports, stack),
        needs: Object.keys(needs ?? {}),
        ends: ending.has(name),
        hardening: hardeningOf(service, stack),
        restart: service.restart ?? fill(restart.schema, written.restart),
        healthcheck: written.services?.[name]?.healthcheck && service.healthcheck,
      },
    ]),
  );
}

function portsOf(given: Given["ports"], { written }: Stack): ServicePort[] {
  const { addresses } = supportsOf(written.platform ?? "docker");
  const byDefault = addresses ? "127.0.0.1" : "0.0.0.0";
  return given.flatMap((ports, at) =>
    ports.map(({ internal, address = byDefault, port, protocol }) => ({
      internal,
      published: { address, port },
      protocol,
      at,
    })),
  );
}

/** Its own parts, then the stack's; `read_only` is Compose's word for one of them. */
function hardeningOf(
  { hardening: own, read_only: readOnly }: Pick<Given, "hardening" | "read_only">,
  stack: Stack,
): Record<ServicePart, boolean> {
  const all = hardening.resolve(stack);
  const missing: readonly string[] = missingParts(stack.written.platform ?? "docker");
  const entries = SERVICE_PARTS.map((part) => {
    const given = own?.[part] ?? (part === "readOnly" ? readOnly : undefined) ?? all[part];
    return [part, given && !missing.includes(part)] as const;
  });
  return Object.fromEntries(entries) as Record<ServicePart, boolean>;
}

export const services = { schema, rules: SERVICES_RULES, resolve };
