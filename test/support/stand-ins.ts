import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demultiplex } from "../../docker/container-log";
import { docker, leftovers, projectLabel, removeProject } from "./docker";
import { noteTrace } from "./traces";

interface Options {
  env?: string[];
  command?: string[];
  binds?: string[];
  port?: number;
}

/** A container of an image that is tried. */
export type Tried = Awaited<ReturnType<StandIns["start"]>>;

/** Containers of stand-in images, on a network of their own that is named like the project. */
export class StandIns {
  readonly labels: Record<string, string>;
  /** A folder for what containers mount. */
  readonly folder = mkdtempSync(join(tmpdir(), "berth-images-"));

  private readonly forget: () => void;

  constructor(readonly project: string) {
    this.labels = { "berth.project": project };
    this.forget = noteTrace({ label: projectLabel(project), folder: this.folder });
  }

  async open(): Promise<void> {
    await removeProject(this.project);
    await docker.createNetwork({ Name: this.project, Labels: this.labels });
  }

  /** Removes everything. Answers what is left all the same. */
  async close(): Promise<string[]> {
    rmSync(this.folder, { recursive: true, force: true });
    await removeProject(this.project);
    this.forget();
    return leftovers(this.project);
  }

  /** Starts a container named after the project. */
  async start(name: string, image: string, options: Options = {}) {
    const container = await docker.createContainer({
      name: `${this.project}-${name}`,
      Image: image,
      Labels: this.labels,
      Env: options.env,
      Cmd: options.command,
      HostConfig: {
        NetworkMode: this.project,
        Binds: options.binds,
        PortBindings: options.port
          ? { [`${options.port}/tcp`]: [{ HostIp: "127.0.0.1", HostPort: "" }] }
          : undefined,
      },
    });
    await container.start();
    return container;
  }

  /** The exit code and the output of a container that ends by itself. */
  async outcome(name: string, image: string, options: Options) {
    const container = await this.start(name, image, options);
    const { StatusCode } = await container.wait();
    const output = await logsOf(container);
    await container.remove({ v: true });
    return { code: StatusCode, output };
  }

  /** A file that only root can read, as secrets are. */
  secret(name: string, content: string): string {
    writeFileSync(join(this.folder, name), content, { mode: 0o600 });
    return `/run/secrets/${name}`;
  }
}

export async function logsOf(container: Tried): Promise<string> {
  return demultiplex(await container.logs({ stdout: true, stderr: true }));
}

export async function urlOf(container: Tried, port: number): Promise<string> {
  const { NetworkSettings } = await container.inspect();
  return `http://127.0.0.1:${NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort}`;
}

/** Stops as `docker stop` does; the exit code tells a clean end from a kill. */
export async function stop(container: Tried): Promise<number> {
  await container.stop({ t: 30 });
  const { State } = await container.inspect();
  await container.remove({ v: true });
  return State.ExitCode;
}
