import type { ComposeService } from "../read/model";
import type { Role } from "./roles";

/** Where a key is met without being carried by itself. */
const MET: Readonly<Record<string, string>> = {
  container_name: "the container is named by project, stack and part",
  depends_on: "it starts once the databases are ready",
  env_file: "its variables stand in the stack file",
  expose: "each port is reached on the stack's network",
  init: "nothing is to be done",
  links: "each part is reached by its name",
  networks: "the stack's network",
  pull_policy: "an image is pulled where the engine has none of that name",
  stdin_open: "nothing is to be done",
  tty: "nothing is to be done",
  profiles: "its profile is active",
  attach: "nothing is to be done",
  healthcheck: "each part has a health check",
  hostname: "each part is reached by its name",
};

const LEFT: Readonly<Record<string, string>> = {
  cap_add: "name what it needs in app.capabilities, of those that Docker gives by default",
  cap_drop: "hardening.dropCapabilities drops all",
  configs: "copy the file into the image, or keep its content in app.secrets",
  deploy: "of deploy, limits and replicas are carried; rollout and restart say the rest",
  develop: "with source bind the app's folder is live; for the others run up again",
  devices: "a device belongs to one machine, and whoever has it may have the machine",
  device_cgroup_rules: "a device belongs to one machine, and whoever has it may have the machine",
  dns: "the engine's own; set it in /etc/docker/daemon.json",
  extra_hosts: "give the address in app.env, or run what needs it as an entry of services",
  gpus: "no container gets the host's GPUs here; run this outside of the stack",
  group_add: "give the user its group in the Dockerfile",
  ipc: "a container has its memory for itself; services.NAME.shm_size gives it room",
  labels: "the app's container has Berth's own labels; a proxy in front is the edge, with domain",
  logging: "the setting logs at the top holds for every container",
  models: "no models are run here; give their address in the environment",
  network_mode:
    "each part is on the stack's network, where others reach it by its name; publish its ports",
  pid: "a container has its processes for itself",
  post_start: "run it in the image's own start script",
  pre_stop: "run it in the image's own start script, on SIGTERM",
  privileged:
    "a privileged container is root of its host; name what it needs in cap_add, or run it outside of the stack",
  provider: "it is no container; run it outside of the stack",
  read_only: "hardening.readOnly holds for all that is hardened",
  runtime: "the engine's own runtime runs it",
  security_opt: "hardening.noNewPrivileges; other options take the walls of the container away",
  shm_size: "only an entry of services has it",
  stop_grace_period: "each part has its own time to end",
  stop_signal: "write it as STOPSIGNAL into the Dockerfile",
  sysctls: "only an entry of services has them",
  ulimits: "only an entry of services has them; the engine's own are in /etc/docker/daemon.json",
  userns_mode: "a container has users of its own where the engine says so",
  volumes_from: "name the same volume in both",
  working_dir: "write it as WORKDIR into the Dockerfile",
};

/** What is said of a key that a part's kind has no place for. */
export function reasonFor(
  key: string,
  service: ComposeService,
  role: Role,
): { to?: string; note?: string } {
  const part = {
    app: "app",
    process: "app.processes",
    release: "app.releaseCommand",
    database: "databases",
    service: "services",
  }[role];
  if (key === "network_mode" && service[key] === "bridge")
    return { to: part, note: "the stack's network" };
  const met = MET[key];
  if (met !== undefined) return { to: part, note: met };
  if (key.startsWith("x-")) return { to: part, note: "an extension, which Compose leaves aside" };
  return { note: LEFT[key] ?? "there is no such setting; write what it does into the image" };
}
