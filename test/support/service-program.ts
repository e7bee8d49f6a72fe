/**
 * Nearly all that a service can be given. What is not written as one would at first is in
 * docs/traps.md: each such value is one that comes back as it was given.
 */
export const manyInputs = (image: string, { command = "exec redis-server", data = "one" } = {}) => `
import * as docker from "@pulumi/docker";
const labels = [{ label: "b", value: "2" }, { label: "a", value: "1" }];
const inner = new docker.Network("inner", { driver: "overlay", attachable: true, internal: true });
const encrypted = new docker.Network(
  "encrypted",
  { driver: "overlay", options: { encrypted: "" } },
  { ignoreChanges: ["options"] },
);
const secret = new docker.Secret("secret", { data: Buffer.from("${data}").toString("base64"), labels });
const config = new docker.ServiceConfig("config", { dataRaw: "${data}", labels });
const health = ["CMD", "redis-cli", "ping"];
new docker.Service("web", {
  labels,
  mode: { replicated: { replicas: 2 } },
  endpointSpec: { mode: "dnsrr", ports: [{ targetPort: 6379, publishedPort: 7001, publishMode: "host" }] },
  updateConfig: { parallelism: 1, delay: "0s", failureAction: "rollback", monitor: "3s", maxFailureRatio: "0.0", order: "start-first" },
  rollbackConfig: { parallelism: 0, monitor: "1s" },
  convergeConfig: { delay: "1s", timeout: "2m" },
  taskSpec: {
    networksAdvanceds: [{ id: inner.id, aliases: ["web"] }, { id: encrypted.id }],
    restartPolicy: { condition: "any", delay: "1s", window: "1m", maxAttempts: 0 },
    placement: { maxReplicas: 1, prefs: ["spread=node.id"], constraints: ["node.platform.os==linux"] },
    resources: { limits: { nanoCpus: 500000000, memoryBytes: 536870912 }, reservation: { memoryBytes: 67108864 } },
    logDriver: { name: "json-file", options: { "max-size": "10m", "max-file": "3" } },
    containerSpec: {
      image: "${image}", commands: ["sh", "-c", "${command}"],
      env: { A: "1", B: "2" }, labels, user: "999", readOnly: true, init: true,
      capDrops: ["CAP_NET_RAW"], stopGracePeriod: "1m30s", stopSignal: "SIGTERM",
      hosts: [{ host: "other", ip: "10.9.9.9" }],
      healthcheck: { tests: health, interval: "1s", timeout: "1m", startPeriod: "10s", retries: 3 },
      mounts: [
        { type: "tmpfs", target: "/tmp", tmpfsOptions: { sizeBytes: 1048576, mode: 0o777 } },
        { type: "volume", target: "/data", source: "data", volumeOptions: { noCopy: false } },
      ],
      secrets: [{ secretId: secret.id, secretName: secret.name, fileName: "secret", fileMode: 0o400, fileUid: "999" }],
      configs: [{ configId: config.id, configName: config.name, fileName: "/etc/config" }],
    },
  },
}, { ignoreChanges: ["taskSpec.placement.platforms"] });
`;
