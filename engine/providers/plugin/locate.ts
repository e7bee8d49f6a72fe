import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

import { UserError } from "../../errors";
import { LIFELINE } from "../../protocol/lifeline";
import type { PluginCommand } from "./process";

/** The provider of dynamic resources: its code is in the state, and it runs in Node.js. */
export const DYNAMIC_PACKAGE = "pulumi-nodejs";

/** The project that a provider works for. */
export interface PluginProject {
  name: string;
  runtimeOptions: Record<string, unknown>;
}

/** Finds a package's provider: an installed plugin, one on PATH, or the dynamic provider's script. */
export function locatePlugin(
  pkg: string,
  version: string | undefined,
  folder: string,
  project: PluginProject,
): PluginCommand {
  const common = { folder, env: { ...process.env, ...environment(pkg, project) } };
  if (pkg === DYNAMIC_PACKAGE) {
    const require = createRequire(join(folder, "index.js"));
    const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    return {
      ...common,
      name: "the dynamic provider",
      file: process.execPath,
      args: [...LIFELINE, script],
    };
  }
  const file = installedPlugin(pkg, version) ?? pluginOnPath(pkg);
  if (file) return { ...common, name: `the ${pkg} provider`, file, args: [] };
  const wanted = version ? `${pkg} (version ${version})` : pkg;
  throw new UserError(
    `no provider plugin for the package ${wanted} is installed, and the embedded engine has none ` +
      `built in; install it with the official Pulumi CLI: pulumi plugin install resource ${pkg}` +
      (version ? ` v${version}` : ""),
  );
}

/** What a provider's process is told of the project, which dynamic resources read their settings with. */
function environment(pkg: string, { name, runtimeOptions }: PluginProject): NodeJS.ProcessEnv {
  const options = Object.entries(runtimeOptions).map(([key, value]) => [
    `PULUMI_RUNTIME_${key.toUpperCase()}`,
    String(value),
  ]);
  return {
    ...Object.fromEntries(options),
    ...(pkg === DYNAMIC_PACKAGE ? { PULUMI_NODEJS_PROJECT: name } : {}),
    PULUMI_PROJECT: name,
    // Settings come with the call that configures the provider.
    PULUMI_CONFIG: "{}",
  };
}

function installedPlugin(pkg: string, version: string | undefined): string | undefined {
  const home = process.env.PULUMI_HOME ?? join(homedir(), ".pulumi");
  const plugins = join(home, "plugins");
  if (!existsSync(plugins)) return undefined;
  const prefix = `resource-${pkg}-v`;
  const folders = readdirSync(plugins)
    .filter((name) => name.startsWith(prefix) && /^\d[\w.+-]*$/.test(name.slice(prefix.length)))
    .filter((name) => !name.endsWith(".lastused") && !name.endsWith(".lock"))
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const wanted = version ? folders.filter((name) => name === prefix + version) : folders;
  const found = wanted.at(-1);
  const file = found && join(plugins, found, executable(pkg));
  return file && existsSync(file) ? file : undefined;
}

function pluginOnPath(pkg: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, executable(pkg))).find(existsSync);
}

function executable(pkg: string): string {
  return `pulumi-resource-${pkg}${process.platform === "win32" ? ".exe" : ""}`;
}
