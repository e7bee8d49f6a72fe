import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildStandIns, isStandIn } from "../../images/build";
import { CATALOG, NAMES } from "../../images/catalog";
import { follow } from "../../images/docker-image";
import { docker, execIn } from "../support/docker";
import { eventually, get } from "../support/http";
import { logsOf, StandIns, stop, urlOf } from "../support/stand-ins";

const standIns = new StandIns("e2e-images");

beforeAll(() => standIns.open());

afterAll(async () => {
  expect(await standIns.close()).toEqual([]);
});

/** Asks until the page is there. */
const serves = (url: string, text: string) =>
  eventually(async () => (await get(url)).includes(text));

test("nginx serves, writes its templates, logs to stdout and stops cleanly", async () => {
  const template = 'server { listen 81; location / { return 200 "$GREETING $host"; } }';
  writeFileSync(
    join(standIns.folder, "more.conf.template"),
    template.replace("$GREETING", `\${GREETING}`),
  );
  const nginx = await standIns.start("nginx", CATALOG.nginx.reference, {
    env: ["GREETING=hello"],
    binds: [`${standIns.folder}/more.conf.template:/etc/nginx/templates/more.conf.template:ro`],
    port: 80,
  });
  const url = await urlOf(nginx, 80);
  await serves(url, "nginx works");
  const written = await execIn(nginx.id, "cat", "/etc/nginx/conf.d/more.conf");
  expect(written).toContain('"hello $host"');
  const workers = await execIn(nginx.id, "sh", "-c", "cat /proc/[0-9]*/status | grep Uid");
  expect(workers).toContain("101\t101");
  expect(await logsOf(nginx)).toContain('"GET / HTTP/1.1" 200');
  expect(await stop(nginx)).toBe(0);
});

test("caddy serves and stops cleanly", async () => {
  const caddy = await standIns.start("caddy", CATALOG.caddy.reference, { port: 80 });
  const url = await urlOf(caddy, 80);
  await serves(url, "Caddy works");
  expect(await stop(caddy)).toBe(0);
});

test("a build FROM python installs packages with pip and with apt", async () => {
  const context = mkdtempSync(join(standIns.folder, "python-"));
  const lines = [
    `FROM ${CATALOG.python.reference}`,
    "RUN pip install --no-cache-dir flask pyuwsgi",
    "RUN apt-get update && apt-get install -y --no-install-recommends less",
    "WORKDIR /app",
    'CMD ["python", "-c", "import flask, sys; print(sys.prefix, flask.__file__)"]',
  ];
  writeFileSync(join(context, "Dockerfile"), lines.join("\n"));
  const t = `${standIns.project}/python:latest`;
  const stream = await docker.buildImage(
    { context, src: ["Dockerfile"] },
    { version: "2", t, labels: standIns.labels },
  );
  await follow(docker, stream);
  const { code, output } = await standIns.outcome("python", t, {});
  expect(output).toMatch(/^\/usr\/local \/usr\/local\/lib\/python3\.\d+\/site-packages\/flask\//);
  expect(code).toBe(0);
  const tools = await standIns.outcome("python-tools", t, {
    command: ["sh", "-c", "which python python3 pip pip3 uwsgi flask bash less"],
  });
  expect(tools.output.trim().split("\n")).toEqual([
    ...["python", "python3", "pip", "pip3", "uwsgi", "flask"].map(
      (tool) => `/usr/local/bin/${tool}`,
    ),
    "/usr/bin/bash",
    "/usr/bin/less",
  ]);
});

describe("building", () => {
  const reference = `${standIns.project}/redis:one`;
  const wanted = [{ name: "redis" as const, reference }];

  afterAll(() => docker.getImage(reference).remove());

  test("builds what is missing with one line, and says nothing the next time", async () => {
    let printed = "";
    const log = (text: string) => {
      printed += text;
    };
    await buildStandIns(wanted, { docker, log });
    expect(printed).toMatch(
      /^stand-in e2e-images\/redis:one: building from Debian's packages\n.*: done in \d+ s \(Redis 8\.[\d.]+\)\n$/,
    );
    expect(await isStandIn(docker, reference)).toMatch(/^Redis 8\.[\d.]+ from Debian trixie$/);
    printed = "";
    await buildStandIns(wanted, { docker, log });
    expect(printed).toBe("");
  });

  test("every image of the catalog says what it stands for", async () => {
    for (const name of NAMES) {
      const official = CATALOG[name].reference;
      const { Config } = await docker.getImage(official).inspect();
      expect(Config.Labels).toMatchObject({
        "berth.standin": "true",
        "berth.standin.of": official,
      });
      expect(await isStandIn(docker, official)).toContain(CATALOG[name].product);
    }
  });

  test("an image that is not there is no stand-in", async () => {
    expect(await isStandIn(docker, `${standIns.project}/nothing:here`)).toBeUndefined();
  });

  test("a digest cannot be stood in for", async () => {
    const exact = [{ name: "redis" as const, reference: `redis@sha256:${"0".repeat(64)}` }];
    await expect(buildStandIns(exact, { docker, log: () => undefined })).rejects.toThrow(
      "names one exact image: nothing can stand in for it",
    );
  });
});
