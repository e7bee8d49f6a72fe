import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loadSettings } from "../../settings";

const mocks: pulumi.runtime.Mocks = {
  newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
  call: ({ inputs }) => inputs,
};

describe("loadSettings", () => {
  beforeEach(() => pulumi.runtime.setMocks(mocks, "shop", "staging"));
  afterEach(() => {
    vi.unstubAllEnvs();
    pulumi.runtime.setAllConfig({});
  });

  it("reads the configuration of the project under its own name", () => {
    pulumi.runtime.setAllConfig({ "shop:mode": "prod", "shop:app": '{"port":80}' });
    expect(loadSettings()).toMatchObject({
      project: "shop",
      stack: "staging",
      mode: "prod",
      app: { name: "shop", port: { address: "127.0.0.1", port: 80 } },
    });
  });

  it("knows from the engine which keys are encrypted", () => {
    vi.stubEnv("PULUMI_CONFIG_SECRET_KEYS", '["shop:app"]');
    const secrets = { key: "value", lines: "\n\nlead and trail\r\n" };
    pulumi.runtime.setAllConfig({ "shop:mode": "dev", "shop:app": JSON.stringify({ secrets }) });
    expect(loadSettings().app.secrets).toEqual(secrets);
  });

  it("throws all problems as one RunError, which Pulumi shows without a stack trace", () => {
    pulumi.runtime.setAllConfig({ "shop:replicas": "0" });
    expect(loadSettings).toThrow(
      new pulumi.RunError(`Pulumi.staging.yaml has 2 problems; nothing was changed.
  shop:mode: given nothing; accepted: dev or prod
    mend: pulumi config set --stack staging mode dev
  shop:replicas: given 0; accepted: a whole number from 1 to 100
    mend: pulumi config set --stack staging replicas 3`),
    );
    expect(loadSettings).toThrow(pulumi.RunError);
  });
});
