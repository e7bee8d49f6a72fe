import type Docker from "dockerode";
import { buildImage } from "./build-image";

const IMAGE = "berth-test/server";

const DOCKERFILE = `FROM berth-standin/debian:trixie
RUN apt-get update && apt-get install -y --no-install-recommends \\
  docker.io docker-cli iptables openssh-server curl
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

/** The image of containers that run an engine of their own; from the second time on it is there. */
export function buildNestedEngine(): Promise<void> {
  return buildImage(IMAGE, DOCKERFILE, { "start.sh": START });
}

/** What a container needs to run an engine: its command is to start `dockerd`. */
export const NESTED_ENGINE: Docker.ContainerCreateOptions = {
  Image: IMAGE,
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
