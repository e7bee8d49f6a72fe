import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demultiplex } from "../../docker/container-log";
import { docker, execIn, leftovers } from "../support/docker";
import { RUNS } from "../support/engines";
import { eventually, get } from "../support/http";
import { Project, succeeded } from "../support/project";

/** What a container of the image prints to a command line, and its exit code. */
async function printed(image: string, ...words: string[]) {
  const container = await docker.createContainer({ Image: image, Cmd: words });
  try {
    await container.start();
    const { StatusCode: code } = await container.wait();
    const log = await container.logs({ stdout: true, stderr: true });
    return { code, text: demultiplex(log) };
  } finally {
    await container.remove({ force: true, v: true });
  }
}

describe.each(RUNS)("the example flask-uwsgi under $title", ({ engines, index }) => {
  const project = new Project(`example-flask-${index}`, engines, "examples/flask-uwsgi");
  const port = 18820 + 10 * index;
  const dev = `http://localhost:${port}`;
  const prod = `http://localhost:${port + 1}`;
  const nameIn = (stack: string) => `${project.name}-${stack}-app`;
  const imageOf = async (stack: string) => String((await project.outputs(stack)).image);

  async function logOf(stack: string): Promise<string> {
    const container = docker.getContainer(nameIn(stack));
    return demultiplex(await container.logs({ stdout: true, stderr: true }));
  }
  const installations = async () => (await logOf("prod")).match(/^installing .*/gm);

  beforeAll(async () => {
    await project.stack("dev", { debug: true, port });
    await project.stack("prod", { port: `0.0.0.0:${port + 1}`, restart: "always" });
    await project.mustUp("dev");
  });
  afterAll(() => project.remove());

  test("dev runs the image with -d: an edit shows at once", async () => {
    expect(await get(dev)).toBe("Hello from Flask!\n");
    expect(await logOf("dev")).toContain("Debugger is active!");
    project.edit("app/main.py", "Hello from", "Edited:");
    await eventually(async () => (await get(dev)) === "Edited: Flask!\n");
  });

  test("-h helps, and an option that there is not is refused", async () => {
    const image = await imageOf("dev");
    const help = await printed(image, "-h");
    expect(help.code).toBe(0);
    expect(help.text).toContain("-d    debug: an edit shows at once");
    expect(await printed(image, "-x")).toEqual({ code: 2, text: help.text });
  });

  test("prod runs the same image as nginx and uWSGI, 4 processes of 2 threads, not as root", async () => {
    writeFileSync(project.path("app/requirements.txt"), "cowsay==6.1\n");
    await project.mustUp("prod");
    const images = [await imageOf("dev"), await imageOf("prod")];
    const [layers, others] = await Promise.all(
      images.map(async (image) => (await docker.getImage(image).inspect()).RootFS),
    );
    expect(layers).toEqual(others);
    expect(await get(prod)).toBe("Edited: Flask!\n");
    const log = await logOf("prod");
    expect(log).toContain("uwsgi socket 0 bound to UNIX address /run/uwsgi.sock");
    expect(log.match(/spawned uWSGI worker \d \(pid: \d+, cores: 2\)/g)).toHaveLength(4);
    const container = docker.getContainer(nameIn("prod"));
    const { Processes: listed } = await container.top({ ps_args: "-eo pid,uid,args" });
    const owners = (name: string) =>
      (listed as string[][]).filter(([, , args]) => args?.includes(name)).map(([, uid]) => uid);
    expect(owners("pyuwsgi")).toEqual(Array(5).fill("10001"));
    expect(owners("nginx: worker")).toEqual(Array(2).fill("10001"));
  });

  test("prod is published on every interface, and a second up changes nothing", async () => {
    const { HostConfig } = await docker.getContainer(nameIn("prod")).inspect();
    expect(HostConfig.RestartPolicy).toMatchObject({ Name: "always" });
    expect(HostConfig.PortBindings).toEqual({
      "80/tcp": [{ HostIp: "0.0.0.0", HostPort: String(port + 1) }],
    });
    expect(await project.mustUp("prod", "--refresh")).toMatch(/Resources:\n\s+\d+ unchanged/);
  });

  test("it comes back after an end, and installs only what the app has changed since", async () => {
    expect(await installations()).toEqual(["installing /app/requirements.txt"]);
    writeFileSync(project.path("app/requirements_os.txt"), "hello  # GNU hello\n");
    await execIn(nameIn("prod"), "sh", "-c", 'kill "$(cat /run/nginx.pid)"');
    // An installation takes as long as the mirror takes.
    const installed = async () => (await get(prod)) === "Edited: Flask!\n";
    await eventually(async () => (await installations())?.length === 2);
    await eventually(installed);
    expect(await installations()).toEqual([
      "installing /app/requirements.txt",
      "installing /app/requirements_os.txt",
    ]);
    expect((await docker.getContainer(nameIn("prod")).inspect()).RestartCount).toBe(1);
    expect(await execIn(nameIn("prod"), "hello")).toBe("Hello, world!\n");
    expect(await execIn(nameIn("prod"), "python", "-c", "import cowsay")).toBe("");
  });

  test("destroy leaves nothing", async () => {
    for (const stack of ["dev", "prod"]) succeeded(await project.destroy(stack));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
