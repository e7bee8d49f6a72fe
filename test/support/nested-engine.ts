import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type Docker from "dockerode";
import { type DockerVersion, versionNamed } from "../dockers/versions";
import { buildImage } from "./build-image";

/** Where `BERTH_DOCKER` asks for no other. */
const DEFAULT = "26";

const FROM_SID = resolve(__dirname, "../../images/shared/install-from-sid.sh");

const PACKAGES = "docker.io docker-cli iptables openssh-server curl";

const INSTALL = {
  trixie: `RUN apt-get update && apt-get install -y --no-install-recommends ${PACKAGES}`,
  // This one's engine asks for git, and does not depend on it.
  sid: `COPY install.sh /
RUN sh /install.sh ${PACKAGES} git`,
};

const dockerfile = ({ suite }: DockerVersion) => `FROM berth-standin/debian:trixie
${INSTALL[suite]}
RUN useradd --create-home --groups docker deploy && mkdir -p /run/sshd /home/deploy/.ssh
COPY start.sh /
ENTRYPOINT ["sh", "/start.sh"]
`;

/**
 * An engine in a container gives its containers control groups below its own. With version 2 of
 * control groups only one without processes can have such below it.
 *
 * A process file that an engine left when it was killed would keep the next one from starting.
 */
const START = `for mount in /sys/fs/cgroup /sys/fs/cgroup/*; do
  if mountpoint -q "$mount"; then mount -o remount,bind,rw "$mount"; fi
done
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p /sys/fs/cgroup/server
  for pid in $(cat /sys/fs/cgroup/cgroup.procs); do
    echo "$pid" >/sys/fs/cgroup/server/cgroup.procs
  done
  for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
    echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control
  done
fi
rm -rf /run/docker.pid /run/docker
exec "$@"
`;

/** Docker in a container: what that is created with, and how its engine is started. */
export interface NestedEngine {
  /** Its command is to start the engine. */
  container: Docker.ContainerCreateOptions;
  /** The command that starts it, to which addresses and the like are added. */
  dockerd: readonly string[];
}

/**
 * Builds the image of containers that run an engine of their own; from the second time on it is there.
 *
 * @param name one of VERSIONS; else the one that `BERTH_DOCKER` names, or 26.
 */
export async function buildNestedEngine(
  name = process.env.BERTH_DOCKER || DEFAULT,
): Promise<NestedEngine> {
  const version = versionNamed(name);
  const image = `berth-test/docker-${version.suite}`;
  await buildImage(image, dockerfile(version), {
    "start.sh": START,
    "install.sh": readFileSync(FROM_SID, "utf8"),
  });
  return { container: { ...CONTAINER, Image: image }, dockerd: ["dockerd", ...version.flags] };
}

const CONTAINER: Docker.ContainerCreateOptions = {
  Volumes: { "/var/lib/docker": {} },
  HostConfig: {
    // Less than privileged, which is not to be had where root itself is confined.
    CapAdd: ["SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE"],
    SecurityOpt: ["seccomp=unconfined", "apparmor=unconfined"],
    MaskedPaths: [],
    ReadonlyPaths: [],
    DeviceCgroupRules: ["a *:* rwm"],
  },
};
