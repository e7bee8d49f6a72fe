import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ChannelCredentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { UserError } from "../../errors";

/** How to start a provider's process. */
export interface PluginCommand {
  /** What the provider is called in messages. */
  name: string;
  file: string;
  args: string[];
  folder: string;
  env: NodeJS.ProcessEnv;
}

/** A provider's process and the connection to it. */
export interface RunningPlugin {
  client: ResourceProviderClient;
  /** Sends the signal of Ctrl-C, which only what waits for it hears. */
  interrupt(): void;
  stop(): void;
}

/** Messages may carry whole files; the default limit of 4 MB is too low for that. */
export const GRPC_OPTIONS = {
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
  "grpc.max_send_message_length": 400 * 1024 * 1024,
};

/** Starts a provider. It prints the port it listens on as its first line; what follows is its log. */
export async function startPlugin(
  command: PluginCommand,
  engineAddress: string,
  print: (line: string) => void,
): Promise<RunningPlugin> {
  // A process group of its own keeps the terminal's Ctrl-C from it: running steps may finish.
  const child = spawn(command.file, [...command.args, engineAddress], {
    cwd: command.folder,
    env: command.env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    detached: true,
  });
  const port = await firstLine(child, command.name, print);
  const address = `127.0.0.1:${port}`;
  const client = new ResourceProviderClient(
    address,
    ChannelCredentials.createInsecure(),
    GRPC_OPTIONS,
  );
  return {
    client,
    interrupt() {
      child.kill("SIGINT");
    },
    stop() {
      client.close();
      // Everything it was asked for is done: there is nothing that an orderly end would add.
      child.kill("SIGKILL");
    },
  };
}

function firstLine(
  child: ChildProcess,
  name: string,
  print: (line: string) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const { stdout, stderr } = child;
    if (!stdout || !stderr) throw new Error("a plugin has no output to read from");
    let started = false;
    createInterface({ input: stdout }).on("line", (line) => {
      if (started) return print(line);
      started = true;
      resolve(line.trim());
    });
    createInterface({ input: stderr }).on("line", print);
    child.once("error", (error) =>
      reject(new UserError(`could not start ${name}: ${error.message}`)),
    );
    child.once("exit", (code) =>
      reject(new UserError(`${name} ended at its start (exit code ${code})`)),
    );
  });
}
