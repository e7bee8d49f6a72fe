import { describe, expect, it } from "vitest";

import {
  containerRequest,
  endpointConfig,
} from "../../../../engine/providers/docker/container/container-request";

describe("the request that creates a container", () => {
  it("puts name and platform into the address", () => {
    const { query, body } = containerRequest({ image: "a", name: "web", platform: "linux/arm64" });
    expect(query).toEqual({ name: "web", platform: "linux/arm64" });
    expect(body).not.toHaveProperty("name");
  });

  it("counts memory in megabytes and leaves -1 as no limit", () => {
    const { HostConfig } = containerRequest({ memory: 64, memorySwap: -1, shmSize: 32 }).body;
    expect(HostConfig).toMatchObject({ Memory: 64 << 20, MemorySwap: -1, ShmSize: 32 << 20 });
  });

  it("lets cpus win over period and quota", () => {
    const { HostConfig } = containerRequest({ cpus: "0.2", cpuPeriod: 1, cpuQuota: 1 }).body;
    expect(HostConfig?.NanoCpus).toBe(200_000_000);
    expect(HostConfig?.CpuQuota).toBeUndefined();
  });

  it("publishes a port on several addresses", () => {
    const port = { internal: 80, protocol: "tcp" };
    const ports = [
      { ...port, external: 8080, ip: "127.0.0.1" },
      { ...port, ip: "0.0.0.0" },
    ];
    const { ExposedPorts, HostConfig } = containerRequest({ ports }).body;
    expect(ExposedPorts).toEqual({ "80/tcp": {} });
    expect(HostConfig?.PortBindings).toEqual({
      "80/tcp": [
        { HostIp: "127.0.0.1", HostPort: "8080" },
        { HostIp: "0.0.0.0", HostPort: "0" },
      ],
    });
  });

  it("mounts volumes by name, by path, without a name, and those of another container", () => {
    const { Volumes, HostConfig } = containerRequest({
      volumes: [
        { volumeName: "data", containerPath: "/data" },
        { hostPath: "/etc", containerPath: "/etc2", readOnly: true, selinuxRelabel: "z" },
        { containerPath: "/anonymous" },
        { fromContainer: "other" },
      ],
    }).body;
    expect(HostConfig?.Binds).toEqual(["data:/data:rw", "/etc:/etc2:ro,z"]);
    expect(HostConfig?.VolumesFrom).toEqual(["other"]);
    expect(Object.keys(Volumes ?? {})).toEqual(["/data", "/etc2", "/anonymous"]);
  });

  it("sends only the options that belong to the type of a mount", () => {
    const { HostConfig } = containerRequest({
      mounts: [{ type: "tmpfs", target: "/t", tmpfsOptions: { sizeBytes: 5 }, bindOptions: {} }],
    }).body;
    expect(HostConfig?.Mounts).toEqual([
      {
        Type: "tmpfs",
        Source: "",
        Target: "/t",
        ReadOnly: false,
        TmpfsOptions: { SizeBytes: 5, Mode: 0 },
      },
    ]);
  });

  it("translates durations and keeps what older engines do not know out", () => {
    const healthcheck = {
      tests: ["CMD", "x"],
      interval: "1m30s",
      timeout: "500ms",
      startInterval: "0s",
    };
    expect(containerRequest({ healthcheck }).body.Healthcheck).toEqual({
      Test: ["CMD", "x"],
      Interval: 90e9,
      Timeout: 5e8,
      StartPeriod: 0,
      StartInterval: undefined,
      Retries: 0,
    });
  });

  it("translates systempaths=unconfined as the docker client does", () => {
    const { HostConfig } = containerRequest({ securityOpts: ["systempaths=unconfined", "a"] }).body;
    expect(HostConfig).toMatchObject({ SecurityOpt: ["a"], MaskedPaths: [], ReadonlyPaths: [] });
  });

  it.each([
    ["all", { Count: -1, DeviceIDs: undefined }],
    ["device=0,GPU-1", { Count: 0, DeviceIDs: ["0", "GPU-1"] }],
  ])("asks for gpus %s", (gpus, expected) => {
    const [request] = containerRequest({ gpus }).body.HostConfig?.DeviceRequests ?? [];
    expect(request).toMatchObject({ Capabilities: [["gpu"]], ...expected });
  });
});

it("attaches to a network with aliases, an address and options", () => {
  const endpoint = endpointConfig({
    name: "n",
    aliases: ["web"],
    ipv4Address: "10.0.0.9",
    driverOpts: ["a=b=c"],
  });
  expect(endpoint).toMatchObject({
    Aliases: ["web"],
    IPAMConfig: { IPv4Address: "10.0.0.9" },
    DriverOpts: { a: "b=c" },
  });
});
