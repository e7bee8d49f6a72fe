import { execFile, spawn } from "node:child_process";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { eventually } from "../support/http";
import { Project } from "../support/project";

const ROOT = resolve(__dirname, "../..");
const PULUMIW = [
  process.execPath,
  "--require",
  `${ROOT}/engine/typescript-hook.cjs`,
  `${ROOT}/cli/main.ts`,
];

/** Plays a person at a terminal of 24 rows: says what is typed, a second apart, and prints what is shown. */
const PERSON = `
import fcntl, os, pty, select, signal, struct, sys, termios, time
command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
size = lambda rows: fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
shown = b""
def until(text):
    global shown
    end = time.time() + 60
    while text not in shown and time.time() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:
                return
def type_(text, answer):
    os.write(terminal, text)
    until(answer)
size(24)
until(b"# ")
type_(b"stty size\\n", b"\\n24 80")
size(40)
os.kill(pid, signal.SIGWINCH)
time.sleep(1)
type_(b"stty size\\n", b"\\n40 80")
type_(b"sleep 1000; echo woken-$?\\n", b"sleep 1000")
time.sleep(1)
type_(b"\\x03", b"^C")
type_(b"exit 7\\n", b"never said")
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
print("code", os.waitstatus_to_exitcode(status))
`;

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

describe("the commands for every day", () => {
  const project = new Project("e2e-commands");
  const PORT = 18990;
  const settings = {
    ...{ mode: "dev", app: { name: "widgets", port: PORT }, database: "redis" },
    limits: { memory: "128m" },
  };
  const environment = { ...process.env, PULUMI_BACKEND_URL: `file://${project.folder}` };

  /** No passphrase: what only looks needs none. */
  function run(words: readonly string[], input = ""): Promise<Ended> {
    const [program = "", ...rest] = words;
    return new Promise((done) => {
      const child = execFile(
        program,
        rest,
        { cwd: project.folder, env: environment },
        (error, stdout, stderr) => done({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
      child.stdin?.end(input);
    });
  }
  const pulumiw = (...words: string[]) => run([...PULUMIW, ...words]);
  const faults = async () => {
    const { code, stdout } = await pulumiw("doctor", "--json");
    const found = JSON.parse(stdout).faults as { kind: string; mend: string; when: string }[];
    return { code, found: found.filter(({ when }) => when === "now") };
  };
  const app = docker.getContainer("e2e-commands-dev-app");

  beforeAll(async () => {
    await project.stack("dev", settings);
    await project.mustUp("dev");
  });
  afterAll(() => project.remove());

  test("ps and doctor find a stack that is well", async () => {
    const parts = async () => JSON.parse((await pulumiw("ps", "--json")).stdout);
    // Docker's own check may come a moment after the gate's.
    await expect.poll(parts, { timeout: 30_000 }).toMatchObject({
      parts: [
        { role: "app", health: "healthy", restarts: 0, limits: { memory: 128 * 1024 ** 2 } },
        { role: "database", health: "healthy", image: "redis:8" },
      ],
      faults: [],
    });
    expect((await parts()).parts[0].usage.memory).toBeGreaterThan(1024 ** 2);
    expect(await faults()).toEqual({ code: 0, found: [] });
  });

  test("exec, run and db pass input, outputs and exit codes on", async () => {
    const script = "cat; echo bad >&2; exit 5";
    expect(await run([...PULUMIW, "exec", "app", "sh", "-c", script], "in\n")).toEqual({
      ...{ code: 5, stdout: "in\n", stderr: "bad\n" },
    });
    const ran = ["run", "--env", "MORE=1", "sh", "-c", "echo $MORE $REDIS_HOST; ls /run/secrets"];
    expect((await pulumiw(...ran)).stdout).toBe(
      "1 e2e-commands-dev-database\ndatabase-url\nredis-password\n",
    );
    expect((await run([...PULUMIW, "db"], "SET color blue\nGET color\n")).stdout).toBe(
      "OK\nblue\n",
    );
    expect(await pulumiw("run", "no-such-program")).toMatchObject({
      ...{ code: 127, stderr: expect.stringContaining("there is no program no-such-program") },
    });
    expect(await pulumiw("exec", "app", "no-such-program")).toMatchObject({
      code: 127,
      stderr: "berth: error: there is no program no-such-program in e2e-commands-dev-app\n",
    });
    expect((await leftovers(project.name)).filter((name) => name.includes("-run-"))).toEqual([]);
  });

  test("a signal ends what run has started, and nothing of it stays", async () => {
    const [program = "", ...words] = [...PULUMIW, "run", "sh", "-c", "echo on; sleep 1000"];
    const child = spawn(program, words, { cwd: project.folder, env: environment });
    const ended = new Promise((done) => child.once("close", done));
    await new Promise((done) => child.stdout.once("data", done));
    child.kill("SIGTERM");
    expect(await ended).toBe(143);
    expect((await leftovers(project.name)).filter((name) => name.includes("-run-"))).toEqual([]);
  });

  test("a person has a terminal of the right size, and Ctrl-C goes where it belongs", async () => {
    const { stdout } = await run(["python3", "-c", PERSON, ...PULUMIW, "exec", "app", "sh"]);
    expect(stdout).toContain("\r\n24 80\r\n");
    expect(stdout).toContain("\r\n40 80\r\n");
    expect(stdout).toContain("code 7");
    expect(stdout).not.toContain("\r\r\n");
  });

  test("a reader that goes away is no error", async () => {
    const line = `${PULUMIW.join(" ")} logs app --tail all | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await run(["bash", "-c", line]);
    expect(stderr).toBe("");
    expect(stdout.split("\n").at(-2)).toMatch(/^(0|141)$/);
  });

  test("faults are found, and mended by the command that stands beside them", async () => {
    const mended = async (kind: string) => {
      const { code, found } = await faults();
      expect({ code, kinds: found.map((it) => it.kind) }).toEqual({ code: 1, kinds: [kind] });
      const words = (found[0]?.mend ?? "").split(" ");
      return words[0] === "./pulumiw" ? words.slice(1) : words;
    };
    const Labels = { "berth.project": project.name, "berth.stack": "dev", "berth.role": "web" };
    const name = `${project.name}-dev-web`;
    await docker.createContainer({ name, Image: "redis:8", Labels }).then((made) => made.start());
    expect(await mended("leftover-container")).toEqual(["docker", "rm", "--force", name]);
    await docker.getContainer(name).remove({ force: true, v: true });
    await app.stop({ t: 1 });
    expect((await pulumiw(...(await mended("stopped")))).stdout).toBe(
      "restarted e2e-commands-dev-app\n",
    );
    await app.update({ Memory: 256 * 1024 ** 2, MemorySwap: 256 * 1024 ** 2 });
    expect(await mended("limit-drifted")).toEqual(["up", "--stack", "dev", "--refresh"]);
    await project.mustUp("dev", "--refresh");
    await eventually(async () => (await faults()).code === 0);
  });

  test("logs follow over a redeploy", async () => {
    const [program = "", ...words] = [...PULUMIW, "logs", "app", "--follow", "--json"];
    const child = spawn(program, words, { cwd: project.folder, env: environment });
    let text = "";
    child.stdout.on("data", (part) => {
      text += part;
    });
    try {
      await eventually(async () => text !== "");
      project.configure("dev", { ...settings, app: { ...settings.app, port: PORT + 1 } });
      await project.mustUp("dev");
      const serving = /Running on http:\/\/127/g;
      await eventually(async () => (text.match(serving) ?? []).length >= 2);
      const lines = text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      expect(new Set(lines.map(({ timestamp, message }) => timestamp + message)).size).toBe(
        lines.length,
      );
    } finally {
      child.kill();
    }
  });
});
