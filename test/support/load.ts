import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface LoadOptions {
  /** The sample app with a database, which counts the POSTs. */
  url: string;
  connections: { count: number; keepAlive: boolean }[];
  /** Connections that ask for something that takes long, one request after the other. */
  slow?: { count: number; path: string };
}

/** A request without the answer that was expected. */
export interface Failure {
  /** Milliseconds since 1970. */
  began: number;
  ended: number;
  method: "GET" | "POST";
  path: string;
  reason: string;
}

export interface LoadReport {
  requests: number;
  failures: Failure[];
  /** Names of the widgets that the app said it has created. */
  posted: string[];
  slowestMs: number;
}

const HOOK = join(__dirname, "../../register.cjs");

/** Requests without end, until `stop`. */
export class Load {
  private readonly child;
  private report = "";

  constructor(options: LoadOptions) {
    const worker = join(__dirname, "load-worker.ts");
    this.child = spawn(process.execPath, ["--require", HOOK, worker, JSON.stringify(options)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.child.stdout.on("data", (part: Buffer) => {
      this.report += part;
    });
  }

  /** Lets the requests that run finish, and tells what became of all. */
  async stop(): Promise<LoadReport> {
    const closed = once(this.child, "close");
    this.child.stdin.end();
    await closed;
    return JSON.parse(this.report);
  }
}
