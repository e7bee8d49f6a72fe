import { engineError } from "../../deploy/checks/engine-error";
import type { DockerHost } from "../../docker/host";
import { ANSWER_MS } from "../../docker/no-answer";
import type { BaseTree } from "../../images/base";
import { UserError } from "../../shared/errors";
import { userName } from "../../shared/user-name";
import type { StandIns } from "../command-line";
import type { DockerApi } from "../docker-api";
import type { Machine } from "../machine";
import { type Missing, missingImages, type Needed } from "./base-images";

/** Builds stand-ins for images on the engine at an address. */
export type BuildStandIns = (
  images: readonly Needed[],
  address: string,
  base?: BaseTree,
) => Promise<void>;

export interface ImageCheck {
  needed: readonly Needed[];
  /** Whether the stack is one for production. */
  isProduction?: boolean;
  standIns: StandIns;
  /** Only say what is missing. */
  onlyWarn: boolean;
  host: DockerHost;
  api: DockerApi;
  machine: Machine;
  build?: BuildStandIns;
  /** What stand-ins are built from, where it is being made already. */
  base?: BaseTree;
}

/** Sees to the base images: builds stand-ins for those that are neither here nor can be pulled. */
export async function ensureImages(check: ImageCheck): Promise<void> {
  const { machine, standIns, build = buildForReal } = check;
  const onSlow = (reference: string) =>
    machine.say(
      `the registry of ${reference} gave no answer within ${ANSWER_MS / 1000} s; nothing stands in for it in prod, it is pulled (for a stand-in: --stand-ins always)`,
    );
  const production = check.isProduction ? { onSlow } : undefined;
  const missing = await missingImages(check.needed, standIns, check.api, production).catch(
    (error) => {
      throw new UserError(engineError(check.host, error, userName()));
    },
  );
  if (!missing) return;
  if (check.onlyWarn) {
    machine.say(`${sentence(missing)}; \`up\` builds stand-ins for them from Debian's packages`);
    return;
  }
  machine.say(`${sentence(missing)}: building stand-ins from Debian's packages, a few minutes`);
  try {
    await build(missing.images, check.host.address, check.base);
  } catch (error) {
    const { message } = error as Error;
    if (standIns === "always") throw new UserError(message);
    // The look at the registry may have been wrong; whether a pull works shows when it is done.
    machine.say(`${message}\nberth: going on without; the images have to be pulled`);
  }
}

function sentence({ images, why }: Missing): string {
  const names = images.map(({ reference }) => reference).join(", ");
  const are = images.length > 1 ? "are" : "is";
  const pulled = why === undefined ? "" : ` and cannot be pulled (${why})`;
  return `${names} ${are} not on this engine${pulled}`;
}

async function buildForReal(
  images: readonly Needed[],
  address: string,
  base?: BaseTree,
): Promise<void> {
  const { buildStandIns } = await import("../../images/build");
  const { connect } = await import("../../docker/connect");
  const log = (text: string) => void process.stderr.write(text);
  await buildStandIns([...images], { docker: connect(address), log, base });
}
