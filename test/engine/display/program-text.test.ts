import { expect, test } from "vitest";

import { renderProgram } from "../../../engine/display/program-text";
import { Secret } from "../../../engine/resource/value";

test("writes what was imported as the official CLI writes it, its secrets left out", () => {
  const type = "docker:index/network:Network";
  const inputs = {
    __defaults: [],
    name: "net",
    labels: [{ __defaults: [], label: "a", value: "b" }],
    options: { "com.docker.mtu": "9000" },
    dns: ["1.1.1.1", "2.2.2.2"],
    groups: ["one"],
    key: new Secret("hidden"),
  };
  const lines = renderProgram([{ type, name: "my-net", inputs, protect: true }]);
  expect(lines.join("\n")).toBe(`import * as pulumi from "@pulumi/pulumi";
import * as docker from "@pulumi/docker";

const myNet = new docker.Network("my-net", {
    dns: [
        "1.1.1.1",
        "2.2.2.2",
    ],
    groups: ["one"],
    key: pulumi.secret("[secret]"),
    labels: [{
        label: "a",
        value: "b",
    }],
    name: "net",
    options: {
        "com.docker.mtu": "9000",
    },
}, {
    protect: true,
});`);
});

test("modules other than the index are part of the constructor's name", () => {
  const [, , , line] = renderProgram([
    { type: "aws:ec2/vpc:Vpc", name: "1st", inputs: {}, protect: false },
  ]);
  expect(line).toBe('const _1st = new aws.ec2.Vpc("1st", {});');
});
