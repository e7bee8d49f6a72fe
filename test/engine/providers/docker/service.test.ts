import { describe, expect, it } from "vitest";

import { check } from "../../../../engine/providers/docker/schema/check";
import { diff } from "../../../../engine/providers/docker/schema/diff";
import { plan } from "../../../../engine/providers/docker/schema/plan";
import { settleApplied, settleRefreshed } from "../../../../engine/providers/docker/schema/settle";
import { hasUnknown } from "../../../../engine/providers/docker/schema/values";
import { SERVICE } from "../../../../engine/providers/docker/swarm/service-fields";
import type { ServiceInfo } from "../../../../engine/providers/docker/swarm/service-info";
import { serviceRequest } from "../../../../engine/providers/docker/swarm/service-request";
import { serviceState } from "../../../../engine/providers/docker/swarm/service-state";
import type { PropertyMap } from "../../../../engine/providers/provider";

const NEWS: PropertyMap = {
  name: "web",
  labels: [{ label: "a", value: "b" }],
  mode: { replicated: { replicas: 2 } },
  endpointSpec: {
    mode: "dnsrr",
    ports: [{ targetPort: 80, publishedPort: 8080, publishMode: "host" }],
  },
  updateConfig: { delay: "1s", order: "start-first" },
  taskSpec: {
    networksAdvanceds: [{ name: "net", aliases: ["web"] }],
    placement: { constraints: ["node.role==worker"], maxReplicas: 1 },
    resources: { limits: { memoryBytes: 1024, nanoCpus: 500 } },
    restartPolicy: { condition: "any" },
    containerSpec: {
      image: "app:1",
      env: { A: "1=2" },
      hosts: [{ host: "h", ip: "1.2.3.4" }],
      healthcheck: { tests: ["CMD", "true"], interval: "1s" },
      secrets: [{ secretId: "s1", secretName: "secret", fileName: "/run/x", fileMode: 0o400 }],
      mounts: [{ type: "volume", source: "data", target: "/data" }],
    },
  },
};

const inputsOf = (news: PropertyMap) => {
  const { inputs, failures } = check(SERVICE, {
    name: "it",
    olds: undefined,
    news,
    randomSeed: Buffer.alloc(0),
  });
  expect(failures).toEqual([]);
  return inputs as PropertyMap;
};

/** What Swarm says of the service: as it was asked for, with what Swarm fills in. */
function inspected(news: PropertyMap) {
  const spec = JSON.parse(JSON.stringify(serviceRequest(inputsOf(news))));
  spec.TaskTemplate.Networks[0].Target = "id-of-net";
  spec.TaskTemplate.ContainerSpec.Image = "app:1@sha256:ab";
  spec.TaskTemplate.ContainerSpec.StopGracePeriod = 10e9;
  spec.TaskTemplate.RestartPolicy.Delay = 5e9;
  spec.TaskTemplate.Runtime = "container";
  return {
    ID: "1",
    Version: { Index: 1 },
    Spec: spec,
    Endpoint: { Spec: { Mode: "dnsrr" }, Ports: spec.EndpointSpec.Ports },
  };
}

describe("a service", () => {
  it("is asked for in Swarm's words", () => {
    expect(JSON.parse(JSON.stringify(serviceRequest(inputsOf(NEWS))))).toMatchObject({
      Name: "web",
      Labels: { a: "b" },
      Mode: { Replicated: { Replicas: 2 } },
      UpdateConfig: { Delay: 1e9, Monitor: 5e9, Order: "start-first", Parallelism: 1 },
      EndpointSpec: {
        Mode: "dnsrr",
        Ports: [{ Protocol: "tcp", PublishedPort: 8080, PublishMode: "host" }],
      },
      TaskTemplate: {
        Networks: [{ Target: "net", Aliases: ["web"] }],
        Placement: { Constraints: ["node.role==worker"], MaxReplicas: 1 },
        Resources: { Limits: { MemoryBytes: 1024, NanoCPUs: 500 } },
        RestartPolicy: { Condition: "any" },
        ContainerSpec: {
          Image: "app:1",
          Env: ["A=1=2"],
          Hosts: ["1.2.3.4 h"],
          Healthcheck: { Test: ["CMD", "true"], Interval: 1e9 },
          Secrets: [{ SecretID: "s1", File: { Name: "/run/x", UID: "0", GID: "0", Mode: 0o400 } }],
          Mounts: [{ Type: "volume", Source: "data", Target: "/data", ReadOnly: false }],
        },
      },
    });
  });

  it("says nothing of what is not known where the program leaves most of it to Swarm", () => {
    const inputs = inputsOf({ taskSpec: { containerSpec: { image: "app:1" } } });
    const found = inspected(NEWS);
    const refreshed = settleRefreshed(
      SERVICE,
      settleApplied(SERVICE, plan(SERVICE, inputs), serviceState(found, inputs, new Map())),
      serviceState(found, inputs, new Map()),
    );
    expect(hasUnknown(refreshed)).toBe(false);
  });

  it("is unchanged when read back, whatever Swarm has filled in", () => {
    const inputs = inputsOf(NEWS);
    const names = new Map([["id-of-net", "net"]]);
    const created = settleApplied(
      SERVICE,
      plan(SERVICE, inputs),
      serviceState(inspected(NEWS), inputs, names),
    );
    const refreshed = settleRefreshed(
      SERVICE,
      created,
      serviceState(inspected(NEWS), given(created), names),
    );
    for (const state of [created, refreshed]) {
      expect(diff(SERVICE, state, plan(SERVICE, inputs, state), inputs).detailedDiff).toEqual({});
    }
  });

  it("shows a mount that somebody took away, added or turned to another volume", () => {
    const inputs = inputsOf(NEWS);
    const names = new Map([["id-of-net", "net"]]);
    const live = (...mounts: object[]) => {
      const info = inspected(NEWS);
      info.Spec.TaskTemplate.ContainerSpec.Mounts = mounts as never;
      return info;
    };
    const read = (info: ServiceInfo, state?: PropertyMap) =>
      serviceState(info, state ? given(state) : inputs, names);
    const data = { Type: "volume", Source: "data", Target: "/data" };
    const created = settleApplied(SERVICE, plan(SERVICE, inputs), read(live(data)));
    const changed = (...mounts: object[]) => {
      const state = settleRefreshed(SERVICE, created, read(live(...mounts), created));
      return Object.keys(diff(SERVICE, state, plan(SERVICE, inputs, state), inputs).detailedDiff);
    };
    expect(changed({ ...data, ReadOnly: false })).toEqual([]);
    expect(changed()).not.toEqual([]);
    expect(changed(data, { ...data, Target: "/more" })).not.toEqual([]);
    expect(changed({ ...data, Source: "other" })).not.toEqual([]);
  });

  it("is unchanged in a network that is given by its id, and with a duration in the short form", () => {
    const task = NEWS.taskSpec as PropertyMap;
    const restartPolicy = { condition: "any", window: "1m" };
    const networksAdvanceds = [{ id: "id-of-net", aliases: ["web"] }];
    const news = { ...NEWS, taskSpec: { ...task, networksAdvanceds, restartPolicy } };
    const inputs = inputsOf(news);
    const created = settleApplied(
      SERVICE,
      plan(SERVICE, inputs),
      serviceState(inspected(news), inputs, new Map()),
    );
    const live = serviceState(inspected(news), given(created), new Map());
    expect(live.taskSpec).toMatchObject({
      networksAdvanceds: [{ id: "id-of-net" }],
      restartPolicy: { window: "1m" },
    });
    const refreshed = settleRefreshed(SERVICE, created, live);
    const planned = plan(SERVICE, inputs, refreshed);
    expect(diff(SERVICE, refreshed, planned, inputs).detailedDiff).toEqual({});
  });

  it("is updated in place for tasks, and shows what changed outside", () => {
    const inputs = inputsOf(NEWS);
    const names = new Map([["id-of-net", "net"]]);
    const scaled = inspected({ ...NEWS, mode: { replicated: { replicas: 5 } } });
    const created = settleApplied(
      SERVICE,
      plan(SERVICE, inputs),
      serviceState(inspected(NEWS), inputs, names),
    );
    const refreshed = settleRefreshed(
      SERVICE,
      created,
      serviceState(scaled, given(created), names),
    );
    const { detailedDiff, replaces } = diff(
      SERVICE,
      refreshed,
      plan(SERVICE, inputs, refreshed),
      inputs,
    );
    expect(Object.keys(detailedDiff)).toEqual(["mode.replicated.replicas"]);
    expect(replaces).toEqual([]);
  });
});

function given(outputs: PropertyMap): object {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== null));
}
