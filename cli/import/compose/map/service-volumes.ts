import type { Mapping } from "../../../../shared/yaml-file";
import { formerVolume } from "../../former";
import type { ComposeMount, ComposeService } from "../read/model";
import type { Surroundings } from "./surroundings";
import { defined, projectPath, volumeName } from "./values";

/** The mounts of a service, in the forms that `services` has for them. */
export function volumesOf(
  name: string,
  { volumes = [], configs = [] }: ComposeService,
  to: string,
  { project, folder, ledger, former }: Surroundings,
): unknown[] | undefined {
  const kept: unknown[] = volumes.flatMap((mount, index) => {
    const at = `volumes[${index}]`;
    const { type, source, target, read_only } = mount;
    const declared = source && (project.volumes[source]?.name ?? source);
    const taken =
      former && type === "volume"
        ? formerVolume(former, name, (folder) => folder === target, declared)
        : undefined;
    if (taken !== undefined) {
      ledger.carried(name, at, `${to}.volumes`, `${taken}, its data is used where it is`);
      return [defined({ type, source: taken, target, read_only, external: true })];
    }
    const text = mountText(mount, folder);
    if (text === undefined) {
      const isSocket = /docker\.sock$/.test(mount.source ?? "");
      ledger.left(
        name,
        at,
        isSocket
          ? "no container gets the Docker socket, which makes it root of the host; run this outside of the stack"
          : `mounts here are volumes, folders of the project and memory, not ${mount.type}`,
      );
      return [];
    }
    ledger.carried(
      name,
      at,
      `${to}.volumes`,
      type === "volume" && source !== undefined ? "a new volume" : undefined,
    );
    return [text];
  });
  for (const [index, { source, target }] of (
    configs as { source: string; target?: string }[]
  ).entries()) {
    const { file } = (project.configs[source] ?? {}) as Mapping;
    const at = `configs[${index}]`;
    if (typeof file === "string") {
      kept.push(`${projectPath(file, folder)}:${target ?? `/${source}`}:ro`);
      ledger.carried(name, at, `${to}.volumes`);
    } else
      ledger.left(
        name,
        at,
        `write it into a file, and mount that: ./FILE:${target ?? `/${source}`}:ro in ${to}.volumes`,
      );
  }
  return kept.length > 0 ? kept : undefined;
}

function mountText(
  { type, source, target, read_only, tmpfs }: ComposeMount,
  folder: string,
): unknown {
  const end = read_only ? ":ro" : "";
  if (/docker\.sock$/.test(source ?? "")) return undefined;
  if (type === "tmpfs") return tmpfs === undefined ? { type, target } : { type, target, tmpfs };
  if (type === "volume")
    return source === undefined ? target : `${volumeName(source)}:${target}${end}`;
  if (type !== "bind" || source === undefined) return undefined;
  const path = projectPath(source, folder);
  // What is far outside of the project is clearer by its whole path.
  return `${path.startsWith("../../..") ? source : path}:${target}${end}`;
}
