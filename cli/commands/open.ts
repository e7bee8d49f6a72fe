import { spawn } from "node:child_process";
import { UserError } from "../../shared/errors";
import { asMapping, asText } from "../../shared/yaml-file";
import type { Run } from "./command";
import { readState } from "./doctor/state";
import { type OpenPlace, openFor } from "./engine";

/** `open`: the stack's address, in a browser where there is one. */
export const open: Run = async (line, surroundings) => {
  const place = openFor(line, surroundings);
  const url = urlOf(place);
  if (url === undefined) {
    const { stack } = place.id;
    throw new UserError(
      `the stack ${stack} has no output url in its state; to see what it has: ./pulumiw stack output --stack ${stack}`,
    );
  }
  process.stdout.write(line.has("json") ? `${JSON.stringify({ url })}\n` : `${url}\n`);
  if (line.has("json") || line.has("print") || !surroundings.machine.interactive) return;
  const [command, ...words] = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] }[
    process.platform as string
  ] ?? ["xdg-open"];
  const child = spawn(command ?? "", [...words, url], { stdio: "ignore", detached: true });
  // The address was printed: a machine without a browser has no more to say.
  child.once("error", () => {});
  child.unref();
};

/** The output `url`, which is no secret; or what the settings say. */
function urlOf({ state, settings }: OpenPlace): string | undefined {
  const resources = state === undefined ? [] : readState(state).resources;
  const stack = (Array.isArray(resources) ? resources : [])
    .map(asMapping)
    .find(({ type }) => type === "pulumi:pulumi:Stack");
  const url = asText(asMapping(stack?.outputs).url);
  return url ?? (settings.domain && `https://${settings.domain}`);
}
