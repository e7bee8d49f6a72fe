import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Machine } from "../machine";
import type { LocalFacts, Starter } from "./remedy";

/** What can be done about an engine on this machine. */
export interface LocalEngine {
  facts(): Promise<LocalFacts>;
  install(): Promise<void>;
  /** Returns once it is being started; whether it answers has to be asked. */
  start(starter: Starter): Promise<void>;
}

const COMMANDS: Record<Exclude<Starter, "dockerd">, readonly [string, ...string[]]> = {
  systemctl: ["systemctl", "start", "docker"],
  "Docker Desktop": ["open", "-g", "-a", "Docker"],
  colima: ["colima", "start"],
};

/** The engine of this machine. Its parts are loaded when they are needed: that is rare. */
export function localEngine(machine: Machine): LocalEngine {
  const load = () => import("../../docker/local-engine");
  return {
    facts: async () => ({
      platform: process.platform,
      root: process.getuid?.() === 0,
      systemd: existsSync("/run/systemd/system"),
      debian: (await load()).isDebianLike(),
      wsl: /microsoft/i.test(readText("/proc/sys/kernel/osrelease")),
      dockerd: (await load()).hasEngine(),
      dockerDesktop: existsSync("/Applications/Docker.app"),
      colima: isOnPath("colima", machine.env),
    }),
    install: async () => (await load()).installEngine(),
    start: async (starter) => {
      if (starter === "dockerd") {
        await (await load()).startEngine();
        return;
      }
      const [command, ...args] = COMMANDS[starter];
      const { code, output } = await machine.capture(command, args);
      if (code !== 0) throw new Error(`${[command, ...args].join(" ")}: ${output.trim()}`);
    },
  };
}

function isOnPath(program: string, env: NodeJS.ProcessEnv): boolean {
  return (env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
