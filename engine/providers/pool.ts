import { DynamicProvider } from "./plugin/dynamic-provider";
import { DYNAMIC_PACKAGE, locatePlugin, type PluginProject } from "./plugin/locate";
import { PluginProvider } from "./plugin/plugin-provider";
import { startPlugin } from "./plugin/process";
import type { PropertyMap, Provider, ProviderFactory } from "./provider";

/** What starting a provider's process takes. */
export interface PoolOptions {
  /** Providers that need no process, by package. */
  builtIns: Record<string, ProviderFactory>;
  /** Where a provider finds the engine, for its log. */
  engineAddress: string;
  /** The folder that the program runs in. */
  folder: string;
  project: PluginProject;
  /** Shows what a provider prints. */
  print(line: string): void;
}

/**
 * The providers of a command. One that is configured once serves every phase that needs it with
 * the same configuration: starting a process costs more than most of what it is asked to do.
 */
export class ProviderPool {
  /** Started and not configured yet, or in no need of it. */
  private readonly idle = new Map<string, Promise<Provider>>();
  private readonly configured = new Map<string, Promise<Provider>>();

  constructor(private readonly options: PoolOptions) {}

  /** A provider of this package that can judge configurations, configured itself or not. */
  validator(pkg: string, version: string | undefined): Promise<Provider> {
    const key = `${pkg}@${version ?? ""}`;
    for (const [other, provider] of this.configured) {
      if (other.startsWith(`${key} `)) return provider;
    }
    const known = this.idle.get(key);
    if (known) return known;
    const started = this.start(pkg, version);
    this.idle.set(key, started);
    return started;
  }

  /** A provider with exactly this configuration. */
  withConfig(pkg: string, version: string | undefined, config: PropertyMap): Promise<Provider> {
    const key = `${pkg}@${version ?? ""}`;
    const name = `${key} ${JSON.stringify(config, (_, value) => (typeof value === "symbol" ? `${String(value)}` : value))}`;
    const known = this.configured.get(name);
    if (known) return known;
    const unconfigured = this.idle.get(key) ?? this.start(pkg, version);
    this.idle.delete(key);
    const provider = unconfigured.then(async (started) => {
      await started.configure(config);
      return started;
    });
    this.configured.set(name, provider);
    return provider;
  }

  /** Tells all providers that the user wants to stop. */
  cancel(): void {
    const ignore = () => {};
    for (const provider of this.all()) provider.then((started) => started.cancel?.(), ignore);
  }

  /** Starts the process of dynamic resources, as some of them will have to act soon. */
  async warmDynamic(): Promise<void> {
    const provider = await this.validator(DYNAMIC_PACKAGE, undefined);
    if (provider instanceof DynamicProvider) provider.warm();
  }

  private all(): Promise<Provider>[] {
    return [...this.idle.values(), ...this.configured.values()];
  }

  /** Ends all processes. */
  async close(): Promise<void> {
    const all = this.all();
    this.idle.clear();
    this.configured.clear();
    await Promise.allSettled(all.map(async (provider) => (await provider).close?.()));
  }

  private async start(pkg: string, version: string | undefined): Promise<Provider> {
    const { builtIns, engineAddress, folder, project, print } = this.options;
    const factory = builtIns[pkg];
    if (factory) return factory(pkg, version);
    const start = async () => {
      const plugin = await startPlugin(
        locatePlugin(pkg, version, folder, project),
        engineAddress,
        print,
      );
      return new PluginProvider(pkg, plugin);
    };
    return pkg === DYNAMIC_PACKAGE ? new DynamicProvider(start) : start();
  }
}
