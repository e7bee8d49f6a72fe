import { atLeast, oneOf } from "../schema/accept";
import {
  block,
  bool,
  duration,
  int,
  labels,
  map,
  set,
  string,
  stringSet,
  strings,
} from "../schema/property";

const mounts = {
  bindOptions: block({
    propagation: string({
      default: "rprivate",
      accept: oneOf("private", "rprivate", "shared", "rshared", "slave", "rslave"),
    }),
  }),
  readOnly: bool(),
  source: string(),
  target: string({ required: true }),
  tmpfsOptions: block({ mode: int(), sizeBytes: int() }),
  type: string({ required: true, accept: oneOf("bind", "volume", "tmpfs") }),
  volumeOptions: block({
    driverName: string(),
    driverOptions: map(),
    labels: labels({ forceNew: true }),
    noCopy: bool(),
  }),
};

/** Where a secret or a config appears in the container, and as whose. */
const target = {
  fileGid: string({ default: "0" }),
  fileMode: int({ default: 0o444, accept: atLeast(0) }),
  fileName: string({ required: true }),
  fileUid: string({ default: "0" }),
};

const healthcheck = {
  interval: duration({ default: "0s" }),
  retries: int({ default: 0, accept: atLeast(0) }),
  startPeriod: duration({ default: "0s" }),
  tests: strings(),
  timeout: duration({ default: "0s" }),
};

const privileges = {
  credentialSpec: block({ file: string(), registry: string() }),
  seLinuxContext: block({
    disable: bool(),
    level: string(),
    role: string(),
    type: string(),
    user: string(),
  }),
};

const containerSpec = {
  args: strings(),
  capAdds: strings(),
  capDrops: strings(),
  commands: strings(),
  configs: set({ configId: string({ required: true }), configName: string(), ...target }),
  dir: string(),
  dnsConfig: block(
    { nameservers: strings({ required: true }), options: strings(), searches: strings() },
    { computed: true },
  ),
  env: map(),
  groups: strings(),
  healthcheck: block(healthcheck, { computed: true }),
  hostname: string(),
  hosts: set(
    {
      host: string({ required: true, forceNew: true }),
      ip: string({ required: true, forceNew: true }),
    },
    { forceNew: true },
  ),
  image: string({ required: true }),
  init: bool({ computed: true }),
  isolation: string({ default: "default", accept: oneOf("default", "process", "hyperv") }),
  labels: labels({ forceNew: true }),
  mounts: set(mounts),
  privileges: block(privileges),
  readOnly: bool(),
  secrets: set({ secretId: string({ required: true }), secretName: string(), ...target }),
  stopGracePeriod: duration({ computed: true }),
  stopSignal: string(),
  sysctl: map({ forceNew: true }),
  user: string(),
};

const resources = {
  limits: block({ memoryBytes: int(), nanoCpus: int() }),
  reservation: block({
    genericResources: block({
      discreteResourcesSpecs: stringSet(),
      namedResourcesSpecs: stringSet(),
    }),
    memoryBytes: int(),
    nanoCpus: int(),
  }),
};

const restartPolicy = {
  condition: string({ accept: oneOf("none", "on-failure", "any") }),
  delay: duration(),
  maxAttempts: int({ accept: atLeast(0) }),
  window: duration(),
};

const placement = {
  constraints: stringSet(),
  maxReplicas: int({ accept: atLeast(0) }),
  platforms: set({ architecture: string({ required: true }), os: string({ required: true }) }),
  prefs: stringSet(),
};

/** The task of a service: its container, and where and how it runs. */
export const TASK = {
  containerSpec: block(containerSpec, { required: true }),
  forceUpdate: int({ computed: true, accept: atLeast(0) }),
  logDriver: block({ name: string({ required: true }), options: map() }),
  networksAdvanceds: set({
    aliases: stringSet({ forceNew: true }),
    driverOpts: stringSet({ forceNew: true }),
    id: string({ forceNew: true }),
    name: string({ forceNew: true }),
  }),
  placement: block(placement, { computed: true }),
  resources: block(resources, { computed: true }),
  restartPolicy: block(restartPolicy, { computed: true }),
  runtime: string({ computed: true, accept: oneOf("container", "plugin") }),
};
