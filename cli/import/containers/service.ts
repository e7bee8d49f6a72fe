import { envEntries } from "../../../shared/env-lines";
import type { ComposePort, ComposeService } from "../compose/read/model";
import { hostKeys } from "./host-keys";
import { type Config, type InspectedContainer, nameOf, type Running } from "./inspected";

/** A container in the words of Compose: what its image says by itself is left out. */
export function serviceOf({ container, image, imageNames }: Running): ComposeService {
  const { Config: own } = container;
  return without({
    image: imageOf(own, imageNames),
    entrypoint: changed(own.Entrypoint, image.Entrypoint),
    command: commandOf(own, image),
    environment: environmentOf(own, image),
    working_dir: changed(own.WorkingDir || undefined, image.WorkingDir || undefined),
    user: changed(own.User || undefined, image.User || undefined),
    labels: labelsOf(own, image),
    stop_signal: changed(own.StopSignal, image.StopSignal),
    stop_grace_period: own.StopTimeout,
    // One that nobody gave is the beginning of the container's id.
    hostname: container.Id.startsWith(own.Hostname ?? "") ? undefined : own.Hostname,
    healthcheck: healthOf(own),
    ports: portsOf(container),
    expose: exposedOf(own),
    ...hostKeys(container, nameOf(container)),
  });
}

/** The image's name; one that has another image by now, or none, is left as it was given. */
function imageOf({ Image = "" }: Config, names: readonly string[]): string {
  const isId = /^(sha256:)?[0-9a-f]{12,64}$/.test(Image);
  return isId ? (names[0] ?? Image) : Image;
}

const same = (one: unknown, other: unknown) =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

const changed = <T>(own: T | null | undefined, image: T | null | undefined): T | undefined =>
  same(own, image) ? undefined : (own ?? undefined);

/** With an entry point of its own a container has nothing of the image's command. */
function commandOf(own: Config, image: Config): string[] | undefined {
  if (!same(own.Entrypoint, image.Entrypoint)) return own.Cmd ?? undefined;
  return changed(own.Cmd, image.Cmd);
}

function environmentOf({ Env }: Config, image: Config): Record<string, string> | undefined {
  const own = (Env ?? []).filter((line) => !(image.Env ?? []).includes(line));
  return own.length > 0 ? Object.fromEntries(envEntries(own)) : undefined;
}

function labelsOf({ Labels }: Config, image: Config): Record<string, string> | undefined {
  const own = Object.entries(Labels ?? {}).filter(([key, value]) => image.Labels?.[key] !== value);
  return own.length > 0 ? Object.fromEntries(own) : undefined;
}

/** Of the image as well: an app's is not asked for by anybody else. */
function healthOf({ Healthcheck }: Config): ComposeService["healthcheck"] {
  const { Test = [], Interval, Timeout, StartPeriod, Retries } = Healthcheck ?? {};
  if (Test.length === 0) return undefined;
  if (Test[0] === "NONE") return { disable: true };
  const time = (nanoseconds: number | undefined) =>
    nanoseconds ? `${nanoseconds / 1e9}s` : undefined;
  return without({
    test: Test,
    interval: time(Interval),
    timeout: time(Timeout),
    start_period: time(StartPeriod),
    retries: Retries || undefined,
  });
}

function portsOf({ HostConfig, NetworkSettings }: InspectedContainer): ComposePort[] | undefined {
  const bindings = HostConfig.PublishAllPorts ? NetworkSettings.Ports : HostConfig.PortBindings;
  const all = Object.entries(bindings ?? {}).flatMap(([inner, hosts]) => {
    const [target = "", protocol = "tcp"] = inner.split("/");
    return (hosts ?? []).map(({ HostIp, HostPort }) => ({
      target: Number(target),
      protocol,
      published: HostConfig.PublishAllPorts || HostPort === "0" ? "" : (HostPort ?? ""),
      ...(HostIp ? { host_ip: HostIp } : {}),
    }));
  });
  return all.length > 0 ? all : undefined;
}

function exposedOf({ ExposedPorts }: Config): string[] | undefined {
  const ports = Object.keys(ExposedPorts ?? {}).map((port) => port.replace(/\/tcp$/, ""));
  return ports.length > 0 ? ports.sort() : undefined;
}

/** Without keys for what is not there. */
export function without(values: Record<string, unknown>): ComposeService {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
