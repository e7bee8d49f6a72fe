import { UserError } from "../../shared/errors";
import type { EngineKind } from "../command-line";

/** A pulumi CLI that was found and runs. */
export interface OfficialCli {
  command: string;
  version: string;
  /** `PATH`, `PULUMI_HOME` or `npm`. */
  from: string;
}

/** Why there is none: the end of "no pulumi CLI on PATH, in PULUMI_HOME or from npm". */
export interface NoCli {
  why: string;
}

export type Engine =
  | ({ kind: "pulumi"; line: string } & OfficialCli)
  | { kind: "embedded"; line: string };

/** Who picked an engine, and which. */
export interface Picked {
  kind: EngineKind;
  /** As it was written, for messages: `--engine pulumi` or `BERTH_ENGINE=pulumi`. */
  as: string;
}

/**
 * Picks the engine: the one that was asked for, else the official CLI where it is to be had.
 *
 * @param embeddedVersion version of the embedded engine.
 * @param find looks for the CLI; not called where nobody would use it.
 */
export async function chooseEngine(
  picked: Picked | undefined,
  embeddedVersion: string,
  find: () => Promise<OfficialCli | NoCli>,
): Promise<Engine> {
  const embedded = (why: string): Engine => ({
    kind: "embedded",
    line: `embedded engine ${embeddedVersion} (${why})`,
  });
  if (picked?.kind === "embedded") return embedded(picked.as);
  const found = await find();
  if ("command" in found) {
    const line = `pulumi ${found.version} from ${found.from}${picked ? ` (${picked.as})` : ""}`;
    return { kind: "pulumi", line, ...found };
  }
  if (picked) {
    throw new UserError(
      `${picked.as}: ${found.why}; install it (https://www.pulumi.com/docs/iac/download-install/), or take --engine embedded`,
    );
  }
  return embedded(found.why);
}
