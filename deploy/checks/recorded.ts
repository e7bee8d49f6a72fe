/** A resource that the stack's state has. */
export interface Recorded {
  urn: string;
  type: string;
  outputs: Readonly<Record<string, unknown>>;
}

/** What the state has; undefined where nobody could tell. */
export type State = readonly Recorded[] | undefined;

export const CONTAINER = "docker:index/container:Container";
export const NETWORK = "docker:index/network:Network";
export const VOLUME = "docker:index/volume:Volume";
const PROVIDER = "pulumi:providers:";

/** Whether the state has something of this type under a name on the Docker engine. */
export function isRecorded(state: readonly Recorded[], type: string, name: string): boolean {
  return state.some((it) => it.type === type && it.outputs.name === name);
}

/** Whether there is nothing in it: a run that was refused leaves the stack itself, and providers. */
export function isBlank(state: readonly Recorded[]): boolean {
  return state.every(({ type }) => type === "pulumi:pulumi:Stack" || type.startsWith(PROVIDER));
}

/** Addresses of the Docker engines that the state's resources are on. */
export function recordedHosts(state: readonly Recorded[]): string[] {
  return state.flatMap(({ type, outputs }) =>
    type === `${PROVIDER}docker` && typeof outputs.host === "string" ? outputs.host : [],
  );
}
