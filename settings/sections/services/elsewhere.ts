/** Keys of Compose's services that have another place here, or none: what is said of each. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  container_name:
    "nothing: its container is project-stack-service-NAME, and others reach it by NAME",
  networks:
    "nothing: each service is on the stack's network, and on that of the databases that it depends on",
  network_mode: "nothing: each service is on the stack's network, where others reach it by NAME",
  links: "depends_on: each service is reached by its name without a link",
  env_file:
    "environment, with the file's variables written there, and secrets for what nobody is to see",
  deploy:
    "limits, for its CPUs, memory and processes: cpus, memory, pids; each service has one container",
  mem_limit: "limits.memory",
  cpus: "limits.cpus",
  pids_limit: "limits.pids",
  replicas: "nothing: each service has one container",
  scale: "nothing: each service has one container",
  logging: "the setting logs at the top, which holds for every container",
  privileged:
    "cap_add with the capabilities that it needs: a privileged container is root of its host",
  devices: "nothing: a device belongs to one machine, and whoever has it may have the machine",
  security_opt: "hardening.noNewPrivileges; other options take the walls of the container away",
  pid: "nothing: a container has its processes for itself",
  ipc: "shm_size, for the room in /dev/shm: a container has its memory for itself",
  configs: "volumes, with a file of the project: ./FILE:/PATH:ro",
  profiles: "nothing: another stack file is another choice of services",
  extends: "the keys of the other service, written there",
  pull_policy: "nothing: an image is pulled where the engine has none of that name",
};
