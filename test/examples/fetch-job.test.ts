import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demultiplex } from "../../docker/container-log";
import { filesIn } from "../components/tar";
import { bridgeAddress, docker, leftovers } from "../support/docker";
import { RUNS } from "../support/engines";
import { Project, succeeded } from "../support/project";

describe.each(RUNS)("the example fetch-job under $title", ({ engines, index }) => {
  const project = new Project(`example-job-${index}`, engines, "examples/fetch-job");
  const job = docker.getContainer(`${project.name}-dev-job`);
  let page = "the first page\n";
  let fetched = 0;
  const server = createServer((_, response) => {
    fetched += 1;
    response.writeHead(page ? 200 : 503).end(page);
  });
  let siteUrl = "";

  const logged = async () => demultiplex(await job.logs({ stdout: true, stderr: true }));

  beforeAll(async () => {
    const address = await bridgeAddress();
    await new Promise<void>((resolve) => server.listen(0, address, resolve));
    siteUrl = `http://${address}:${(server.address() as AddressInfo).port}`;
    await project.stack("dev", { siteUrl, hardening: true });
  });
  afterAll(async () => {
    server.close();
    await project.remove();
  });

  test("a job that fails ends up with exit code 1 and its last lines", async () => {
    page = "";
    const { code, output } = await project.up("dev");
    expect(code, output).toBe(1);
    expect(output).toContain(`the job ${project.name}-dev-job ended with exit code 22`);
    expect(output).toContain(`  | fetching ${siteUrl}`);
    expect(output).toMatch(/ {2}\| curl: \(22\) .*503/);
  });

  test("and runs again on the next up, until it succeeds", async () => {
    page = "the first page\n";
    await project.mustUp("dev");
    expect(fetched).toBe(2);
  });

  test("its output and its result can be read afterwards", async () => {
    expect(await project.outputs("dev")).toEqual({
      logs: `docker logs ${project.name}-dev-job`,
      result: `docker run --rm -v ${project.name}-dev-data:/data debian:trixie-slim cat /data/page.html`,
    });
    expect(await logged()).toMatch(/fetched 15 bytes\n$/);
    const archive = await job.getArchive({ path: "/data/page.html" });
    const [file] = await filesIn(Buffer.from(await text(archive)));
    expect(file?.content).toBe("the first page\n");
  });

  test("a second up does not run it, with a refresh neither", async () => {
    expect(await project.mustUp("dev", "--refresh")).toMatch(/Resources:\n\s+\d+ unchanged/);
    expect(fetched).toBe(2);
  });

  test("another runAgain does, in a new container", async () => {
    page = "the second page\n";
    project.configure("dev", { siteUrl, hardening: true, runAgain: "2" });
    await project.mustUp("dev");
    expect(fetched).toBe(3);
    expect(await logged()).toBe(`fetching ${siteUrl}\nfetched 16 bytes\n`);
  });

  test("destroy leaves nothing", async () => {
    succeeded(await project.destroy("dev"));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
