import { CHECKED_ADDRESS } from "../docker/health-test";
import type { Supports } from "../shared/platforms";

/** How a container is checked; times are seconds. */
export interface HealthCheck {
  /** `["CMD", "program", ...]` or `["CMD-SHELL", "a line"]`. */
  tests: string[];
  interval: number;
  timeout: number;
  startPeriod: number;
  retries: number;
}

/** How often a container is checked, and how long it may fail. */
export interface CheckTimes {
  /**
   * Seconds between checks. Docker sees a container as healthy this long after it is, at the most; each
   * check starts a process in the container.
   *
   * @default 2
   */
  interval?: number;
  /**
   * Seconds that a check may take.
   *
   * @default 5
   */
  timeout?: number;
  /**
   * Failures in a row that make it unhealthy.
   *
   * @default 5
   */
  retries?: number;
}

const TIMES = { interval: 2, timeout: 5, retries: 5 };

const withDefaults = ({
  interval = TIMES.interval,
  timeout = TIMES.timeout,
  retries = TIMES.retries,
}: CheckTimes) => ({ interval, timeout, retries });

/** Longer than a container takes, after its start period, to be found unhealthy. */
export const CHECKS_SECONDS = 60;

/** The same for checks with times of their own. */
export function checksSeconds(times: CheckTimes = {}): number {
  const { interval, timeout, retries } = withDefaults(times);
  const slack = CHECKS_SECONDS - (TIMES.interval + TIMES.timeout) * TIMES.retries;
  return Math.max(CHECKS_SECONDS, (interval + timeout) * retries + slack);
}

/**
 * Failures in a row after which a platform may end a server with data, or what works on them: ten minutes
 * at least. One that has too many connections, or reads a long log after a crash, is not helped by a
 * start from the beginning, and might never get to its end; one that hangs for good is.
 */
const PATIENT_RETRIES = 300;

/** Part of what a database's check prints while its first start, with all that it imports, is not over. */
export const AT_FIRST_START = "still at its first start";

/** A check that may fail while the container starts, and then five times in a row unless told otherwise. */
export function healthCheck(
  tests: string[],
  startPeriodSeconds: number,
  times: CheckTimes = {},
): HealthCheck {
  const { interval, timeout, retries } = withDefaults(times);
  return { tests, interval, timeout, startPeriod: startPeriodSeconds, retries };
}

/** That there is no check, also where the image has one: an image's is of its web server. */
export const NO_CHECK: HealthCheck = {
  tests: ["NONE"],
  interval: 0,
  timeout: 0,
  startPeriod: 0,
  retries: 0,
};

/** The check of what a platform that ends what is unhealthy is not to end lightly. */
export function patientCheck(
  tests: string[],
  startPeriodSeconds: number,
  { endsUnhealthy }: Pick<Supports, "endsUnhealthy">,
): HealthCheck {
  const check = healthCheck(tests, startPeriodSeconds);
  return endsUnhealthy ? { ...check, retries: PATIENT_RETRIES } : check;
}

/**
 * Asks a path over HTTP with whatever the image has: curl, Python, wget or bash; wget follows a redirect,
 * which may lead out of the container. Any status below 400 is healthy. The answer is printed, so that a
 * failed check says why.
 *
 * Asks 127.0.0.1, or the address in the variable of CHECKED_ADDRESS, and names the same host to the app
 * either way.
 *
 * @param asked `host` is the header Host, 127.0.0.1 if not given; `timeout` the seconds that the whole check
 * may take, 5 if not given.
 */
export function httpTest(
  port: number,
  path: string,
  asked: { host?: string; timeout?: number } = {},
): string[] {
  const { host = "127.0.0.1", timeout = TIMES.timeout } = asked;
  // What takes too long is to say so itself, before Docker ends it.
  const seconds = Math.max(1, timeout - 1);
  const url = `"http://$at:${port}"'${path}'`;
  // A socket: Python's own HTTP client takes three times the CPU time to load, at every check.
  const python = [
    "import socket,sys",
    "try:",
    ` s=socket.create_connection((sys.argv[2],${port}),${seconds}); s.settimeout(${seconds})`,
    ` s.sendall(("GET %s HTTP/1.0\\r\\nHost: ${host}\\r\\n\\r\\n"%sys.argv[1]).encode())`,
    ' answer=s.makefile("rb"); status=int(answer.readline().split()[1])',
    ' body=answer.read(16384).partition(b"\\r\\n\\r\\n")[2][:200] if status>=400 else b""',
    'except Exception as e: sys.exit(str(e) or "no answer")',
    'if status>=400: sys.exit("HTTP %s: %s"%(status,body.decode(errors="replace")))',
  ].join("\n");
  const bash = [
    `exec 3<>"/dev/tcp/$2/${port}"`,
    `printf "GET %s HTTP/1.0\\r\\nHost: ${host}\\r\\n\\r\\n" "$1" >&3`,
    "read -r _ status _ <&3",
    'echo "HTTP $status"',
    '[ "$status" -lt 400 ]',
  ].join(" && ");
  const header = `'Host: ${host}'`;
  const script = [
    `at=\${${CHECKED_ADDRESS}:-127.0.0.1}`,
    "unset http_proxy HTTP_PROXY all_proxy ALL_PROXY",
    `if command -v curl >/dev/null; then exec curl -fsS -m ${seconds} -H ${header} ${url}; fi`,
    `if command -v python3 >/dev/null; then exec python3 -IS -c '${python}' '${path}' "$at"; fi`,
    `if command -v wget >/dev/null; then exec wget -nv -T ${seconds} -O - --header ${header} ${url}; fi`,
    `if command -v bash >/dev/null; then exec bash -c '${bash}' check '${path}' "$at"; fi`,
    `echo '${NOTHING_TO_ASK_WITH}'; exit 1`,
  ].join("\n");
  return ["CMD-SHELL", script];
}

/** What a check says that no retry will mend. */
export const NOTHING_TO_ASK_WITH =
  "the image has no curl, python3, wget or bash to check its health with";

/** What the tools say of an answer: Python and bash as above, curl, GNU's wget, BusyBox's. */
const UNAVAILABLE = ["HTTP 503", "error: 503", "ERROR 503", "HTTP/1.0 503", "HTTP/1.1 503"];

/**
 * The same for a container that would be ended: once it was healthy it may answer 503. What it needs is away
 * then, a database for one, which another task would not have either.
 *
 * @param mark a file that is written when it is healthy; /tmp may be written to, whatever is hardened.
 */
export function livenessTest(
  [kind = "", script = ""]: readonly string[],
  mark = "/tmp/.berth-was-healthy",
): string[] {
  const unavailable = UNAVAILABLE.map((words) => `*"${words}"*`).join("|");
  const lines = [
    `said=$( (\n${script}\n) 2>&1)`,
    "code=$?",
    'echo "$said"',
    `if [ "$code" = 0 ]; then (: >${mark}) 2>/dev/null; exit 0; fi`,
    `case $said in ${unavailable}) [ -e ${mark} ] && exit 0; esac`,
    'exit "$code"',
  ];
  return [kind, lines.join("\n")];
}
