import { expect, test } from "vitest";
import { asWrittenBack } from "../../../../engine/providers/docker/address";
import { UNKNOWN } from "../../../../engine/providers/provider";
import { Secret } from "../../../../engine/resource/value";

test("a configuration is written as the official provider writes it back", () => {
  const login = { username: "ann", password: "a<b&c>é", address: "registry.example.com" };
  expect(
    asWrittenBack({
      host: "unix:///var/run/docker.sock",
      registryAuth: JSON.stringify([login]),
      sshOpts: '["-o","ControlMaster=auto"]',
    }),
  ).toEqual({
    host: "unix:///var/run/docker.sock",
    registryAuth: new Secret(
      String.raw`[{"address":"registry.example.com","password":"a\u003cb\u0026c\u003eé","username":"ann"}]`,
    ),
    sshOpts: '["-o","ControlMaster=auto"]',
  });
});

test("a login that is not known yet stays so", () => {
  expect(asWrittenBack({ registryAuth: UNKNOWN })).toEqual({ registryAuth: UNKNOWN });
});
