import { expect, test } from "vitest";
import { DockerProvider } from "../../engine/providers/docker";
import { conceal } from "../../engine/resource/secrecy";
import { Secret, type Value } from "../../engine/resource/value";
import { Lab } from "./lab";

const LOGIN = JSON.stringify([{ address: "localhost:5000", password: "hush", username: "ann" }]);

test("the logins of a provider are secret, also in a state that has them in plain text", async () => {
  const lab = new Lab({ docker: new DockerProvider() });
  const program = (registryAuth: string) =>
    lab.run(async (program) => {
      await program.provider("logins", { registryAuth }, "docker");
    });
  await program(LOGIN);
  expect(lab.state("logins")?.inputs).toEqual({ registryAuth: new Secret(LOGIN) });
  expect(lab.state("logins")?.outputs).toEqual({ registryAuth: new Secret(LOGIN) });

  const plain = { registryAuth: LOGIN };
  lab.resources = lab.resources.map((state) =>
    state.type === "pulumi:providers:docker" ? { ...state, inputs: plain, outputs: plain } : state,
  );
  expect((await program(LOGIN)).steps).toEqual(["same logins"]);
  expect(lab.state("logins")?.inputs).toEqual({ registryAuth: conceal(LOGIN) });
  expect(lab.state("logins")?.outputs).toEqual({ registryAuth: conceal(LOGIN) });
});

test("logins without a password are no secret", async () => {
  const registryAuth = '[{"address":"localhost:5000","configFile":"/etc/login.json"}]';
  const lab = new Lab({ docker: new DockerProvider() });
  await lab.run(async (program) => {
    await program.provider("logins", { registryAuth }, "docker");
  });
  expect(lab.state("logins")?.inputs).toEqual({ registryAuth });
});

test.each([
  ["docker:index/registryImage:RegistryImage", "authConfig", { name: "localhost:5000/app:1" }],
  ["docker:index/service:Service", "auth", { taskSpec: { containerSpec: { image: "app:1" } } }],
])(
  "only the password of %s is secret, as the names beside it are no secrets",
  async (type, block, rest) => {
    const address = block === "auth" ? "serverAddress" : "address";
    const login = { [address]: "localhost:5000", username: "ann", password: "hush" };
    const provider = new DockerProvider();
    const request = { urn: "", type, name: "it", olds: undefined, randomSeed: Buffer.alloc(4) };
    const { inputs, failures } = await provider.check({
      ...request,
      news: { ...rest, [block]: login },
    });
    expect(failures).toEqual([]);
    expect(inputs[block]).toMatchObject({ ...login, password: new Secret("hush") });
  },
);

test("what has become secret in a resource's inputs is secret in its outputs, and no change", async () => {
  const lab = new Lab();
  const program = (env: Value) =>
    lab.run(async (it) => {
      await it.thing("app", { env });
    });
  await program(["TOKEN=hush"]);
  expect((await program([new Secret("TOKEN=hush")])).steps).toEqual(["same app"]);
  expect(lab.state("app")?.outputs).toEqual({ env: conceal(["TOKEN=hush"]) });
});
