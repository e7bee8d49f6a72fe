import { join } from "node:path";
import type Docker from "dockerode";
import { connect } from "../../docker/connect";
import { BASE } from "../../images/base";
import { CATALOG } from "../../images/catalog";
import { docker } from "../support/docker";
import { eventually } from "../support/http";
import { buildNestedEngine } from "../support/nested-engine";
import type { VersionName } from "./versions";

/** Another Docker, in a container of this machine's engine. */
export interface StartedDocker {
  /** A file of this machine. */
  socket: string;
  /** A process in its network: what it publishes is at `127.0.0.1` there, and nowhere else. */
  pid: number;
  /** As `28.5.2`. */
  version: string;
  /** As `overlayfs`. */
  storage: string;
  remove(): Promise<void>;
}

/**
 * Starts one with the stand-in images of this machine's engine. What a run that was killed left of
 * it is taken away first.
 *
 * @param folder of this machine, for its socket and for what its containers mount: it sees it under
 * the same path.
 */
export async function startDocker(name: VersionName, folder: string): Promise<StartedDocker> {
  const { container: options, dockerd } = await buildNestedEngine(name);
  const containerName = `berth-test-docker-${name}`;
  const remove = async () => {
    await docker
      .getContainer(containerName)
      .remove({ force: true, v: true })
      .catch(() => undefined);
  };
  await remove();
  const socket = join(folder, "docker.sock");
  const host = `unix://${socket}`;
  const container = await docker.createContainer({
    ...options,
    name: containerName,
    Cmd: [...dockerd, `--host=${host}`, `--group=${process.getgid?.()}`],
    HostConfig: { ...options.HostConfig, Binds: [`${folder}:${folder}`] },
  });
  try {
    await container.start();
    const started = connect(host);
    await eventually(async () => Boolean(await started.version()));
    await copyImages([BASE, ...Object.values(CATALOG).map(({ reference }) => reference)], started);
    const { ServerVersion: version, Driver: storage } = await started.info();
    const { Pid: pid } = (await container.inspect()).State;
    return { socket, pid, version, storage, remove };
  } catch (error) {
    const log = await container.logs({ stderr: true, tail: 20 }).catch(String);
    await remove();
    throw new Error(`Docker ${name} did not start: ${error}\n${log}`);
  }
}

async function copyImages(references: readonly string[], target: Docker): Promise<void> {
  // All at once: layers that they share are sent once.
  const archive = await (docker as unknown as ManyImages).getImages({ names: [...references] });
  const loading = await target.loadImage(archive);
  await new Promise<void>((resolve, reject) =>
    target.modem.followProgress(loading, (error) => (error ? reject(error) : resolve())),
  );
}

/** What dockerode can do and its types do not say. */
interface ManyImages {
  getImages(options: { names: string[] }): Promise<NodeJS.ReadableStream>;
}
