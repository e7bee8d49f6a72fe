import { expect, test } from "vitest";
import { podmanError } from "../../../deploy/checks/podman";
import { check, failureOf } from "./look-at-engine";

const components = (name: string) => ({
  Components: [
    { Name: name, Version: "5.8.6" },
    { Name: "Conmon", Version: "conmon version 2.1.13, commit: unknown" },
  ],
});

const refusal = (address: string, from: string) =>
  `the engine at ${address} (${from}) is Podman 5.8.6: it builds no images with BuildKit through Docker's API, calls local ones localhost/..., and would have its networks replaced at each refresh. Berth needs Docker's own engine (docs/engines.md): pulumi config set --stack dev host unix:///var/run/docker.sock, or ssh://USER@SERVER`;

test("Podman is called by its name, and refused before anything else", async () => {
  const body = { Os: "linux", Arch: "amd64", ...components("Podman Engine") };
  const { engine, address } = await check(
    { backupFolder: "/nowhere" },
    { "GET /version": () => ({ body }) },
  );
  expect(await failureOf(engine)).toBe(refusal(address, "the default"));
});

test("Docker's own engine is not", () => {
  const host = { address: "unix:///var/run/docker.sock", from: "DOCKER_HOST" };
  expect(podmanError(host, components("Engine"))).toBeUndefined();
  // Engines before 18.09 list no components.
  expect(podmanError(host, {})).toBeUndefined();
});
