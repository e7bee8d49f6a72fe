import type Docker from "dockerode";
import { execIn } from "../../../../docker/exec";
import { CHECKED_ADDRESS } from "../../../../docker/health-test";
import type { NetworkProbe } from "./probe";

/** What is wrong with the answer that a container gives over its network; undefined where nothing is. */
export type Ask = (inspected: Docker.ContainerInspectInfo) => Promise<string | undefined>;

/** What a container that asks lives on when the one who started it is gone. */
const PROBER_ENDS_SECONDS = 60;

/**
 * Runs something with a container that asks over the network, where there is to be one.
 *
 * @param seconds how long it is needed at most.
 */
export async function withAsking<T>(
  docker: Docker,
  probe: NetworkProbe | undefined,
  seconds: number,
  use: (ask: Ask) => Promise<T>,
): Promise<T> {
  if (!probe) return use(async () => undefined);
  let prober: Prober | undefined;
  try {
    return await use(async ({ Config: { Labels: labels }, NetworkSettings: { Networks } }) => {
      const address = Networks[probe.network]?.IPAddress;
      if (!address) return `it is not on the network ${probe.network}`;
      prober ??= await openProber(docker, probe, labels, seconds + PROBER_ENDS_SECONDS);
      return prober.complaintOf(address);
    });
  } finally {
    await prober?.close();
  }
}

/** A container that asks others over a network. */
interface Prober {
  /** What is wrong with the answer of an address; undefined where nothing is. */
  complaintOf(address: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/**
 * Starts a container beside an app. Docker removes it after a while by itself, when whoever started it
 * was killed.
 *
 * @param labels of the app's container, by which everything of the stack is found.
 * @param seconds how long it is needed at most.
 */
async function openProber(
  docker: Docker,
  { image, network, test: [, script = ""] }: NetworkProbe,
  labels: Record<string, string>,
  seconds: number,
): Promise<Prober> {
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: ["sleep"],
    Cmd: [String(Math.ceil(seconds))],
    User: "65534:65534",
    // Whoever looks for the app by its role is not to find this one.
    Labels: { ...labels, "berth.role": "health" },
    HostConfig: {
      AutoRemove: true,
      NetworkMode: network,
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
    },
  });
  const close = async () => {
    await container.remove({ force: true, v: true }).catch(() => undefined);
  };
  try {
    await container.start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    async complaintOf(address) {
      const env = [`${CHECKED_ADDRESS}=${address}`];
      const { exitCode, output } = await execIn(container, ["sh", "-c", script], { env });
      return exitCode === 0 ? undefined : output.trim() || `exit code ${exitCode}`;
    },
    close,
  };
}
