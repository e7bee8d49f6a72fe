import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, it } from "vitest";
import { publishedPort, readSettings } from "../../settings";

const mocks: pulumi.runtime.Mocks = {
  newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
  call: ({ inputs }) => inputs,
};

beforeEach(() => pulumi.runtime.setMocks(mocks, "shop", "staging"));
afterEach(() => pulumi.runtime.setAllConfig({}));

it("hands over the settings and the stack that they belong to", () => {
  pulumi.runtime.setAllConfig({ "shop:port": "9000" });
  expect(readSettings({ port: publishedPort(8080) })).toEqual({
    id: { project: "shop", stack: "staging" },
    port: { address: "127.0.0.1", port: 9000 },
  });
});

it("throws all problems as one RunError, which Pulumi shows without a stack trace", () => {
  pulumi.runtime.setAllConfig({ "shop:port": "none of them" });
  expect(() => readSettings({ port: publishedPort(8080) })).toThrow(pulumi.RunError);
});
