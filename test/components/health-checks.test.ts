import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CHECKS_SECONDS,
  checksSeconds,
  healthCheck,
  httpTest,
  livenessTest,
  patientCheck,
} from "../../components/health-checks";
import { PLATFORMS } from "../../shared/platforms";

test("a check runs every two seconds and may fail five times", () => {
  expect(healthCheck(["CMD", "true"], 90)).toEqual({
    tests: ["CMD", "true"],
    interval: 2,
    timeout: 5,
    startPeriod: 90,
    retries: 5,
  });
});

test("a check is as patient as it is told to be", () => {
  const times = { interval: 30, timeout: 60, retries: 2 };
  expect(healthCheck(["CMD", "true"], 90, times)).toMatchObject({
    interval: 30,
    timeout: 60,
    retries: 2,
  });
  expect(checksSeconds({})).toBe(60);
  expect(checksSeconds({ retries: 1 })).toBe(60);
  expect(checksSeconds(times)).toBe(205);
});

test("a Swarm, which kills what is unhealthy, gives a database ten minutes", () => {
  const check = healthCheck(["CMD", "true"], 90);
  expect(patientCheck(check.tests, 90, PLATFORMS.docker)).toEqual(check);
  expect(patientCheck(check.tests, 90, PLATFORMS.swarm)).toEqual({ ...check, retries: 300 });
});

test("a gate waits longer than a container takes to be found unhealthy", () => {
  const { interval, timeout, retries } = healthCheck(["CMD", "true"], 90);
  expect(CHECKS_SECONDS).toBeGreaterThan(retries * (interval + timeout));
});

const REAL = {
  curl: which("command -v curl"),
  wget: which("command -v wget"),
  python3: which("python3 -c 'import sys; print(sys.executable)'"),
  bash: which("command -v bash"),
};

function which(command: string): string {
  try {
    return execFileSync("sh", ["-c", command], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

const hosts: (string | undefined)[] = [];
const server = createServer((request, response) => {
  hosts.push(request.headers.host);
  const status = Number(request.url?.slice(1, 4));
  response.writeHead(status, status === 302 ? { location: "/200" } : {});
  response.end(`this is ${request.url}`);
});
const folder = mkdtempSync(join(tmpdir(), "berth-health-"));
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const check = (tool: keyof typeof REAL | undefined, path: string, at = port) =>
  runCheck(tool, httpTest(at, path));

/** Runs the check as Docker does, in an image that has one tool at the most. */
async function runCheck(
  tool: keyof typeof REAL | undefined,
  [kind, script = ""]: string[],
  env: NodeJS.ProcessEnv = {},
) {
  const bin = mkdtempSync(join(folder, "bin-"));
  if (tool) {
    writeFileSync(join(bin, tool), `#!/bin/sh\nexec ${REAL[tool]} "$@"\n`, { mode: 0o755 });
  }
  expect(kind).toBe("CMD-SHELL");
  return new Promise<{ code: number; output: string }>((resolve) => {
    const options = { env: { ...env, PATH: bin } };
    execFile("/bin/sh", ["-c", script], options, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}

describe.each(["python3", "curl", "wget", "bash"] as const)("an image with %s", (tool) => {
  describe.skipIf(REAL[tool] === "")("found on this machine", () => {
    test.each(["/200", "/302", "/204?a=1&b=$HOME;exit"])("%s is healthy", async (path) => {
      expect((await check(tool, path)).code).toBe(0);
    });

    test("another address is asked by the name of this one, whatever proxy there is", async () => {
      const own = Object.values(networkInterfaces())
        .flat()
        .find((found) => found && !found.internal && found.family === "IPv4");
      const [, script = ""] = httpTest(port, "/200");
      const env = { http_proxy: "http://127.0.0.1:1", ALL_PROXY: "http://127.0.0.1:1" };
      expect((await runCheck(tool, ["CMD-SHELL", script], env)).code).toBe(0);
      expect(hosts.at(-1)).toBe("127.0.0.1");
      const elsewhere = { ...env, BERTH_CHECKED_ADDRESS: own?.address };
      expect((await runCheck(tool, ["CMD-SHELL", script], elsewhere)).code).not.toBe(0);
    });

    test("a host of the app's own is asked for", async () => {
      const asked = { host: "shop.example.com", timeout: 1 };
      expect((await runCheck(tool, httpTest(port, "/200", asked))).code).toBe(0);
      expect(hosts.at(-1)).toBe("shop.example.com");
    });

    test.each(["500", "404", "400"])("a status of %s is not, and is shown", async (status) => {
      const { code, output } = await check(tool, `/${status}`);
      expect(code).not.toBe(0);
      expect(output).toContain(status);
    });

    test("of a Swarm: 503 is no reason to end what was healthy once, 500 is", async () => {
      const mark = join(mkdtempSync(join(folder, "mark-")), "was-healthy");
      const says = (path: string, at = port) =>
        runCheck(tool, livenessTest(httpTest(at, path), mark));
      expect((await says("/503")).code).not.toBe(0);
      expect((await says("/200")).code).toBe(0);
      const { code, output } = await says("/503");
      expect([code, output]).toEqual([0, expect.stringContaining("503")]);
      expect((await says("/500")).code).not.toBe(0);
      expect((await says("/200", 1)).code).not.toBe(0);
    });

    test("nothing that listens", async () => {
      const { code, output } = await check(tool, "/200", 1);
      expect(code).not.toBe(0);
      expect(output).toMatch(/refused|connect to/i);
    });
  });
});

test("the body of a failed answer is shown where the image has Python only", async () => {
  expect((await check("python3", "/500")).output).toBe("HTTP 500: this is /500\n");
});

test("of a Swarm, where nothing can be written", async () => {
  const test = livenessTest(httpTest(port, "/200"), "/no/such/folder/was-healthy");
  expect((await runCheck("python3", test)).code).toBe(0);
});

test("an image that has none of the tools is not healthy, and says why", async () => {
  expect(await check(undefined, "/200")).toEqual({
    code: 1,
    output: "the image has no curl, python3, wget or bash to check its health with\n",
  });
});
