import { absolutePath, atLeast, base64, matching, oneOf } from "../schema/accept";
import {
  block,
  bool,
  duration,
  int,
  labels,
  map,
  string,
  stringSet,
  strings,
} from "../schema/property";

/** The blocks of a container's table, by the property that holds them. */

export const capabilities = {
  adds: stringSet({ forceNew: true }),
  drops: stringSet({ forceNew: true }),
};

/** That the fields do not force a new container, though the set does, is the official behaviour. */
export const mounts = {
  bindOptions: block({
    propagation: string({
      accept: oneOf("private", "rprivate", "shared", "rshared", "slave", "rslave"),
    }),
  }),
  readOnly: bool(),
  source: string(),
  target: string({ required: true }),
  tmpfsOptions: block({ mode: int(), sizeBytes: int() }, { forceNew: true }),
  type: string({ required: true, accept: oneOf("bind", "volume", "tmpfs") }),
  volumeOptions: block({
    driverName: string(),
    driverOptions: map(),
    labels: labels({ forceNew: true }),
    noCopy: bool(),
    subpath: string({ forceNew: true }),
  }),
};

export const volumes = {
  containerPath: string({ forceNew: true }),
  fromContainer: string({ forceNew: true }),
  hostPath: string({ forceNew: true, accept: absolutePath }),
  readOnly: bool({ forceNew: true }),
  selinuxRelabel: string({ forceNew: true, accept: oneOf("z", "Z") }),
  volumeName: string({ forceNew: true }),
};

export const ports = {
  external: int({ forceNew: true, computed: true }),
  internal: int({ forceNew: true, required: true }),
  ip: string({ forceNew: true, default: "0.0.0.0" }),
  protocol: string({ forceNew: true, default: "tcp" }),
};

export const hosts = {
  host: string({ forceNew: true, required: true }),
  ip: string({ forceNew: true, required: true }),
};

export const ulimits = {
  hard: int({ forceNew: true, required: true }),
  name: string({ forceNew: true, required: true }),
  soft: int({ forceNew: true, required: true }),
};

export const devices = {
  containerPath: string({ forceNew: true }),
  hostPath: string({ forceNew: true, required: true }),
  permissions: string({ forceNew: true, default: "rwm" }),
};

export const deviceRequests = {
  capabilities: stringSet({ forceNew: true }),
  count: int({ forceNew: true, default: 0 }),
  deviceIds: stringSet({ forceNew: true }),
  driver: string({ forceNew: true, default: "cdi" }),
  options: map({ forceNew: true }),
};

/** How much one device may be read or written: bytes or operations a second. */
export const deviceRate = {
  path: string({ required: true }),
  rate: int({ required: true, accept: atLeast(0) }),
};

export const networksAdvanced = {
  aliases: stringSet({ forceNew: true }),
  driverOpts: stringSet({ forceNew: true }),
  gwPriority: int({ forceNew: true, accept: atLeast(0) }),
  ipv4Address: string({ forceNew: true }),
  ipv6Address: string({ forceNew: true }),
  linkLocalIps: stringSet({ forceNew: true }),
  macAddress: string({ forceNew: true }),
  name: string({ forceNew: true, required: true }),
};

export const uploads = {
  content: string({ forceNew: true }),
  contentBase64: string({ forceNew: true, accept: base64 }),
  executable: bool({ forceNew: true, default: false }),
  file: string({ forceNew: true, required: true }),
  permissions: string({ forceNew: true, accept: matching(/^0[0-7]{3}$/, "0400") }),
  source: string({ forceNew: true }),
  sourceHash: string({ forceNew: true }),
};

export const healthcheck = {
  interval: duration({ default: "0s" }),
  retries: int({ default: 0, accept: atLeast(0) }),
  startInterval: duration({ default: "0s" }),
  startPeriod: duration({ default: "0s" }),
  tests: strings(),
  timeout: duration({ default: "0s" }),
};

export const networkDatas = {
  gateway: string(),
  globalIpv6Address: string(),
  globalIpv6PrefixLength: int(),
  ipAddress: string(),
  ipPrefixLength: int(),
  ipv6Gateway: string(),
  macAddress: string(),
  networkName: string(),
};
