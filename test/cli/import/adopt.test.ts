import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { fakeEngine, type Routes } from "../../docker/fake-engine";
import { commandLine } from "../commands/answers";

const shell = commandLine();

const COMPOSE = `name: shop
services:
  web: {build: ./app, ports: ['8000:8000'], depends_on: [db]}
  db:
    image: postgres:18
    environment: {POSTGRES_DB: shop, POSTGRES_USER: ann, POSTGRES_PASSWORD: old}
    volumes: ['data:/var/lib/postgresql']
  mail: {image: 'axllent/mailpit:v1', volumes: ['mails:/data', './conf:/conf:ro']}
volumes: {data: {}, mails: {}}
`;

const listed = (service: string, volume?: string, more = {}) => ({
  Names: [`/shop-${service}-1`],
  Labels: { "com.docker.compose.service": service, ...more },
  Mounts: volume
    ? [{ Type: "volume", Name: volume, Destination: "/var/lib/postgresql" }]
    : [{ Type: "bind", Destination: "/srv" }],
});

const engine = (containers: object[], volumes: string[]): Routes => ({
  "GET /containers/json": () => ({ body: containers }),
  "GET /volumes": () => ({ body: { Volumes: volumes.map((Name) => ({ Name })) } }),
});

/** Imports the project, and gives the stack file that it wrote. */
async function adopt(containers: object[], volumes: string[]) {
  mkdirSync(join(shell.folder, "app"));
  const file = join(shell.folder, "compose.yaml");
  writeFileSync(file, COMPOSE);
  const { address, requests } = await fakeEngine(engine(containers, volumes));
  const env = { DOCKER_HOST: address, PULUMI_CONFIG_PASSPHRASE: "x" };
  await shell.run(`import compose ${file} --adopt`, env);
  expect(requests.every(({ line }) => line.startsWith("GET"))).toBe(true);
  expect(decodeURIComponent(requests.map(({ line }) => line).join())).toContain(
    "com.docker.compose.project=shop",
  );
  return parse(readFileSync(join(shell.folder, "Pulumi.prod.yaml"), "utf8")).config;
}

test("--adopt asks the engine what the project has, and changes nothing", async () => {
  const once = listed("web", undefined, { "com.docker.compose.oneoff": "True" });
  const config = await adopt(
    [listed("db", "shop_data"), listed("web"), { ...once, Names: ["/shop-web-run-1"] }],
    ["shop_data"],
  );
  expect(config.adopt).toEqual(["shop-db-1", "shop-web-1"]);
  expect(config.databases?.db ?? config.database).toMatchObject({ volume: "shop_data" });
  expect(shell.printed).toMatch(
    /db\.container shop-db-1 +-> adopt \(stopped by up, never removed\)/,
  );
});

test("volumes of containers that are removed already are taken over, too", async () => {
  const config = await adopt([], ["shop_data"]);
  expect(config.adopt).toBeUndefined();
  expect(config.databases?.db ?? config.database).toMatchObject({ volume: "shop_data" });
});

test("--adopt of a project that the engine does not know is refused", async () => {
  await expect(adopt([], ["other_data"])).rejects.toThrow(
    /^--adopt: the engine at .* has neither containers nor volumes of the Compose project shop; name the project that docker compose ls -a shows in COMPOSE_PROJECT_NAME, or leave --adopt out$/,
  );
});

test("the volumes of services are taken over where they are, too", async () => {
  const config = await adopt([listed("db", "shop_data"), listed("mail")], ["shop_mails"]);
  expect(config.adopt).toEqual(["shop-mail-1"]);
  expect(config.services.mail.volumes[0]).toEqual({
    ...{ type: "volume", source: "shop_mails", target: "/data", external: true },
  });
  expect(shell.printed).toMatch(
    /mail\.volumes\[0\] +-> services\.mail\.volumes \(shop_mails, its data is used where it is\)/,
  );
});
