import { getServers } from "node:dns";
import { isIPv4 } from "node:net";
import { join } from "node:path";
import type Docker from "dockerode";

import { connect } from "../../docker/connect";
import { mustExecIn } from "../../docker/exec";
import { docker } from "./docker";
import { eventually } from "./http";
import type { NestedEngine } from "./nested-engine";
import type { SwarmNetwork } from "./swarm-network";

/** One engine of a Swarm, in a container of its own. */
export class SwarmNode {
  /** On the network between the nodes and this machine; a restart keeps it. */
  readonly address: string;
  /** What `DOCKER_HOST` is to be. */
  readonly host: string;
  readonly docker: Docker;

  private readonly container: Docker.Container;
  private readonly options: Docker.ContainerCreateOptions;

  /**
   * @param name its host name, and its name in the Swarm.
   * @param place in the network.
   * @param folder of this machine, for its socket; the node sees it under the same path.
   * @param engine what its container is created with, and how its engine is started.
   */
  constructor(
    readonly name: string,
    network: SwarmNetwork,
    place: number,
    private readonly folder: string,
    private readonly engine: NestedEngine,
  ) {
    const { address, options } = network.at(place);
    const containerName = `${network.name}-${name}`;
    this.address = address;
    this.host = `unix://${join(folder, `${name}.sock`)}`;
    this.docker = connect(this.host);
    this.container = docker.getContainer(containerName);
    this.options = { ...engine.container, ...options, name: containerName, Hostname: name };
  }

  /** Creates and starts it. @param flags of its dockerd. */
  async create(flags: readonly string[]): Promise<void> {
    await docker.createContainer({
      ...this.options,
      Cmd: [
        ...this.engine.dockerd,
        "--host=unix:///var/run/docker.sock",
        `--host=${this.host}`,
        `--group=${process.getgid?.()}`,
        ...nameServers(),
        ...flags,
      ],
      HostConfig: { ...this.options.HostConfig, Binds: [`${this.folder}:${this.folder}`] },
    });
    await this.start();
  }

  /** For an engine that listens at the address, with the certificates of the folder. */
  tlsFlags(): string[] {
    const file = (name: string) => join(this.folder, "engine", `${name}.pem`);
    return [
      ...["--host=tcp://0.0.0.0:2376", "--tlsverify", `--tlscacert=${file("ca")}`],
      ...[`--tlscert=${file("cert")}`, `--tlskey=${file("key")}`],
    ];
  }

  /** Starts it, or brings it back, and waits until its engine answers. */
  async start(): Promise<void> {
    await this.container.start();
    try {
      await eventually(async () => Boolean(await this.docker.version()));
    } catch (error) {
      const log = await this.container.logs({ stderr: true, tail: 20 });
      throw new Error(`the node ${this.name} did not start: ${error}\n${log}`);
    }
  }

  /** Ends its engine and all its containers at once, as a power cut does. Its disk stays. */
  async kill(): Promise<void> {
    await this.container.kill();
  }

  /** Runs the docker client on the node and returns its output. */
  async run(...words: string[]): Promise<string> {
    return (await mustExecIn(this.container, ["docker", ...words])).trim();
  }
}

/**
 * Of this machine, where they are not its own: in its container an engine sees the one that Docker
 * keeps for names of containers, which those of the node do not reach.
 */
function nameServers(): string[] {
  const others = getServers().filter((server) => isIPv4(server) && !server.startsWith("127."));
  return others.map((server) => `--dns=${server}`);
}
