import { removeCommand, setCommand } from "../../language/commands";
import { inPlainText, isPlain } from "../../language/encrypted";
import { showAt } from "../../language/given";
import { formatPath, valueAt } from "../../language/path";
import { fileNameOf, type Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import type { Facts, Rule } from "../rule";

export const OPTION_RULES: readonly Rule[] = [
  { reads: ["services"], check: imageIsPulledOrBuilt },
  { reads: ["services"], check: secretsAreEncrypted },
  { reads: ["services"], check: secretsHaveAnOwner },
  { reads: ["services", "hardening"], check: capabilitiesAreNotTheHosts },
  { reads: ["services", "hardening"], check: userIsNotRoot },
  { reads: ["services"], check: checkIsWhole },
  { reads: ["services", "app"], check: jobsAreNotWatched },
];

type Service = Facts["settings"]["services"][string];

/** What a look at each service finds. */
const each = (
  { settings }: Facts,
  look: (
    service: Service,
    path: string[],
    name: string,
  ) => Problem | readonly Problem[] | undefined,
): readonly Problem[] =>
  Object.entries(settings.services).flatMap(
    ([name, service]) => look(service, ["services", name], name) ?? [],
  );

function imageIsPulledOrBuilt(facts: Facts): readonly Problem[] {
  const { file } = facts.given;
  return each(facts, ({ image, build }, path) => {
    if ((image === undefined) !== (build === undefined)) return;
    if (image !== undefined) {
      return {
        path: [...path, "build"],
        given: "build beside image",
        accepted: "one of them: an image that is built is named by its content",
        mend: removeCommand(file, [...path, "image"]),
      };
    }
    return {
      path,
      given: "neither image nor build",
      accepted: "an object with the key image or build",
      mend: setCommand(file, [...path, "image"], "axllent/mailpit:v1.27"),
    };
  });
}

function secretsAreEncrypted(facts: Facts): readonly Problem[] {
  return each(facts, ({ secrets }, path) =>
    Object.keys(secrets)
      .map((name) => [...path, "secrets", name])
      .filter((one) => isPlain(facts.given, one))
      .map((one) => inPlainText(one, facts.given)),
  );
}

/** Whose number nobody knows before the image is there. */
function secretsHaveAnOwner(facts: Facts): readonly Problem[] {
  return each(facts, ({ secrets, user }, path) => {
    if (user === undefined || Object.keys(secrets).length === 0 || /^\d+(:|$)/.test(user)) return;
    const at = [...path, "user"];
    return {
      path: at,
      given: `${showAt(facts.given, at)} beside secrets`,
      accepted: "UID or UID:GID in numbers, to whom the files belong",
      mend: setCommand(facts.given.file, at, "10001:10001"),
    };
  });
}

/** With these a container is as good as root of its host. */
const OF_THE_HOST: readonly string[] = [
  "ALL",
  "BPF",
  "DAC_READ_SEARCH",
  "SYS_ADMIN",
  "SYS_BOOT",
  "SYS_MODULE",
  "SYS_PTRACE",
  "SYS_RAWIO",
];

function capabilitiesAreNotTheHosts(facts: Facts): readonly Problem[] {
  return each(facts, ({ cap_add: added, hardening }, path) => {
    if (!hardening.dropCapabilities) return;
    const at = added.findIndex((name) => OF_THE_HOST.includes(name));
    if (at < 0) return;
    const part = [...path, "hardening", "dropCapabilities"];
    return {
      path: [...path, "cap_add", at],
      given: `${added[at]}, which makes a container root of its host, with hardening.dropCapabilities`,
      accepted: `another capability; or this one with ${formatPath(part)} set to false`,
      mend: `take it out of ${formatPath([...path, "cap_add"])} in ${fileNameOf(facts.given.file)}`,
    };
  });
}

function userIsNotRoot(facts: Facts): readonly Problem[] {
  return each(facts, ({ user, hardening }, path) => {
    if (!hardening.nonRoot || user === undefined || !/^(root|0+)(:|$)/.test(user)) return;
    const at = [...path, "user"];
    return {
      path: at,
      given: `${showAt(facts.given, at)}, which is root, with hardening.nonRoot`,
      accepted: `another user; or root, with ${formatPath([...path, "hardening", "nonRoot"])} set to false`,
      mend: setCommand(facts.given.file, at, "10001:10001"),
    };
  });
}

function checkIsWhole(facts: Facts): readonly Problem[] {
  return each(facts, (_, path) => {
    const at = [...path, "healthcheck"];
    const written = facts.written.services?.[path[1] ?? ""]?.healthcheck;
    if (written === undefined) return;
    if (written.disable && Object.keys(written).length > 1) {
      return superfluous(facts, at, "with disable", "a check that is not run needs nothing else");
    }
    if (written.disable || written.test) return;
    return {
      path: at,
      given: `${Object.keys(valueAt(facts.given.values, at) ?? {}).join(", ") || "nothing"} without a test`,
      accepted: "the key test, too, as the image's own check has times of its own; or disable",
      mend: `write services.${path[1]}.healthcheck.test into ${fileNameOf(facts.given.file)}`,
    };
  });
}

/** What ends is neither healthy nor started again. */
function jobsAreNotWatched(facts: Facts): readonly Problem[] {
  return each(facts, ({ ends }, path, name) => {
    if (!ends) return;
    const written = facts.written.services?.[name];
    const keys = [
      ...(written?.healthcheck === undefined || written.healthcheck.disable ? [] : ["healthcheck"]),
      ...((written?.restart ?? "no") === "no" ? [] : ["restart"]),
      ...(written?.ports === undefined ? [] : ["ports"]),
    ];
    return keys.map((key) =>
      superfluous(
        facts,
        [...path, key],
        "with condition service_completed_successfully",
        "somebody waits for its end",
      ),
    );
  });
}
