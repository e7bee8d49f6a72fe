import { engineError } from "../../deploy/checks/engine-error";
import { EngineAnswer, type LightClient, lightClient } from "../../docker/light-client";
import { UserError } from "../../shared/errors";
import { userName } from "../../shared/user-name";
import { backendUrl, stateFolder } from "../../shared/workspace";
import { type FoundPlace, findPlace } from "../stack/find-place";
import { folderOf } from "../stack/folder";
import { knownStacks, noSuchStack } from "../stack/stack-files";
import type { Surroundings } from "./command";
import type { OwnLine } from "./line";

/** A stack, and a client of its engine that tells a person when nothing answers. */
export interface OpenPlace extends FoundPlace {
  client: LightClient;
}

/** The stack that a command line means. */
export function openFor(line: OwnLine, { cwd, machine }: Surroundings): OpenPlace {
  const place = findPlace(line.text("stack"), folderOf(cwd, line.text("cwd")), machine.env);
  return { ...place, client: clientFor(place, place.host, machine.env) };
}

/** A client of an engine of the stack's, whose failure to connect is told in words. */
export function clientFor(
  { id }: Pick<FoundPlace, "id">,
  host: FoundPlace["host"],
  env: NodeJS.ProcessEnv,
): LightClient {
  const client = lightClient(host.address, env);
  const told =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      call(...args).catch((error) => {
        if (error instanceof EngineAnswer) throw error;
        throw new UserError(engineError(host, error, userName(), id.stack));
      });
  return {
    ...client,
    ask: told(client.ask) as LightClient["ask"],
    stream: told(client.stream),
    hijack: told(client.hijack),
  };
}

/** The filter of what belongs to a stack, in a role where one is given. */
export const ofStack = ({ project, stack }: FoundPlace["id"], role?: string) => ({
  label: [
    `berth.project=${project}`,
    `berth.stack=${stack}`,
    ...(role === undefined ? [] : [`berth.role=${role}`]),
  ],
});

/** What a person is told where nothing of a stack is on its engine. */
export function nothingThere(place: FoundPlace, env: NodeJS.ProcessEnv): UserError {
  const { project, id, host, hasSettings, state } = place;
  if (!hasSettings && state === undefined) {
    const known = knownStacks(project, stateFolder(project, backendUrl(project, env)));
    return new UserError(noSuchStack(id.stack, known, false));
  }
  return new UserError(
    `the stack ${id.stack} has no containers at ${host.address} (${host.from}); to make them: ./pulumiw up --stack ${id.stack}`,
  );
}
