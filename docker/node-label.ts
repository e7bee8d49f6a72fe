import type Docker from "dockerode";
import { inSequence } from "./out-of-sequence";

/** The parts of a node's inspection that are read. */
export interface NodeInfo {
  ID: string;
  Version: { Index: number };
  Spec: { Labels?: Record<string, string>; Role: string; Availability: string };
  Description: { Hostname: string; Resources: { NanoCPUs?: number; MemoryBytes?: number } };
  Status: { State: string; Addr?: string };
}

/** Sets a label of a node of a Swarm, or takes it away. */
export async function setNodeLabel(
  docker: Docker,
  id: string,
  name: string,
  value: string | undefined,
): Promise<void> {
  const node = docker.getNode(id);
  await inSequence(async () => {
    const { Version: version, Spec: spec } = (await node.inspect()) as NodeInfo;
    if (spec.Labels?.[name] === value) return;
    const { [name]: _before, ...others } = spec.Labels ?? {};
    const labels = value === undefined ? others : { ...others, [name]: value };
    // Left to itself dockerode would put the labels into the address, too.
    await node.update({ _query: { version: version.Index }, _body: { ...spec, Labels: labels } });
  });
}
