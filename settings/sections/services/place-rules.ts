import { normalize } from "node:path/posix";
import { supportsOf } from "../../../shared/platforms";
import { fileNameOf, type Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import { remoteHost } from "../host/remote-host";
import { missingParts } from "../platform/lacks";
import type { Facts, Rule } from "../rule";

/** The rules of what a platform or a host does not have for services. */
export const PLACE_RULES: readonly Rule[] = [
  { reads: ["services", "platform", "host"], check: foldersAreSeen },
  { reads: ["services"], check: nobodyHasTheSocket },
  { reads: ["services", "platform"], check: swarmLacksOptions },
  { reads: ["services", "platform"], check: secretsAreSmall },
];

const withPlatform = ({ settings }: Facts) => `with platform ${settings.platform}`;

/** Folders and files of this machine that services mount. */
function boundBy({ settings }: Facts) {
  return Object.entries(settings.services).flatMap(([name, { volumes }]) =>
    volumes.flatMap((mount, at) =>
      mount.kind === "bind" ? [{ name, at, source: mount.path }] : [],
    ),
  );
}

function foldersAreSeen(facts: Facts): readonly Problem[] {
  const where = remoteHost(facts);
  const isSwarm = !supportsOf(facts.settings.platform).bindMounts;
  if (!where && !isSwarm) return [];
  return boundBy(facts).map(({ name, at, source }) => ({
    path: ["services", name, "volumes", at],
    given: `${source} ${isSwarm ? withPlatform(facts) : `with ${where}`}`,
    accepted:
      "a named volume, or build with the files in the image: nothing there sees this machine's folders",
    mend: `take it out of services.${name}.volumes in ${fileNameOf(facts.given.file)}`,
  }));
}

const HAS_SOCKET = /^\/((var\/)?run\/?)?$/;
const SOCKET = /(^|\/)(docker|podman|containerd)\.sock\/?$/;

function nobodyHasTheSocket(facts: Facts): readonly Problem[] {
  return boundBy(facts)
    .filter(({ source }) => SOCKET.test(source) || HAS_SOCKET.test(normalize(source)))
    .map(({ name, at, source }) => ({
      path: ["services", name, "volumes", at],
      given: source,
      accepted: "anything but the engine's socket: who has that is root of the host",
      mend: `take it out of services.${name}.volumes in ${fileNameOf(facts.given.file)}`,
    }));
}

function swarmLacksOptions(facts: Facts): readonly Problem[] {
  const { settings, written } = facts;
  const supports = supportsOf(settings.platform);
  if (supports.ulimits) return [];
  const missing = missingParts(settings.platform);
  return Object.entries(written.services ?? {}).flatMap(([name, service]) => {
    const keys = [
      ...(["ulimits", "shm_size", "platform"] as const).filter((key) => service[key] !== undefined),
    ].map((key) => [key]);
    const limits = service.limits?.pids === undefined ? [] : [["limits", "pids"]];
    const parts = missing
      .filter((part) => typeof service.hardening === "object" && service.hardening?.[part])
      .map((part) => ["hardening", part]);
    const hasGateway = Object.values(service.extra_hosts ?? {}).includes("host-gateway");
    const gateway = {
      path: ["services", name, "extra_hosts"],
      given: `host-gateway ${withPlatform(facts)}`,
      accepted: "an address: each node is another machine",
      mend: `write an address into services.${name}.extra_hosts of ${fileNameOf(facts.given.file)}`,
    };
    const lacking = [...keys, ...limits, ...parts].map((key) =>
      superfluous(
        facts,
        ["services", name, ...key],
        withPlatform(facts),
        "the docker provider has none for services of a Swarm",
      ),
    );
    return [...lacking, ...(hasGateway ? [gateway] : [])];
  });
}

function secretsAreSmall(facts: Facts): readonly Problem[] {
  const { secretBytes: most } = supportsOf(facts.settings.platform);
  if (most === undefined) return [];
  return Object.entries(facts.settings.services).flatMap(([name, { secrets }]) =>
    Object.entries(secrets)
      .filter(([, text]) => Buffer.byteLength(text) > most)
      .map(([secret, text]) => ({
        path: ["services", name, "secrets", secret],
        given: `${Buffer.byteLength(text)} bytes ${withPlatform(facts)}`,
        accepted: `at most ${most} bytes, which is what a secret of a Swarm has room for`,
        mend: `leave it out, or bring it in an image`,
      })),
  );
}
