import { UserError } from "../errors";
import { blankGoal, type Goal } from "../plan/goal";
import type { ProviderChoice } from "../protocol/monitor";
import { withVersion } from "../providers/registry";
import { providerType } from "../resource/urn";
import type { ValueMap } from "../resource/value";

/** The settings that a package's default provider gets; undefined where the stack allows it none. */
export type PackageConfig = (pkg: string) => ValueMap | undefined;

/** The providers of resources that name none: one for each package, version and source. */
export class DefaultProviders {
  private readonly known = new Map<string, Promise<string>>();

  constructor(
    private readonly config: PackageConfig,
    /** Registers a provider and answers with its reference. */
    private readonly register: (goal: Goal) => Promise<string>,
  ) {}

  /**
   * The reference of a package's default provider, which the first one to need it registers.
   *
   * @param user what needs it, for the message that there is none.
   */
  async of(
    pkg: string,
    { version, pluginDownloadUrl }: ProviderChoice,
    user: string,
  ): Promise<string> {
    const name = ["default", version, pluginDownloadUrl]
      .filter(Boolean)
      .join("_")
      .replace(/[^\w-]/g, "_");
    const key = `${pkg} ${name}`;
    const known = this.known.get(key);
    if (known) return known;
    const config = this.config(pkg);
    if (!config) {
      throw new UserError(
        `Default provider for '${pkg}' disabled. '${user}' must use an explicit provider.`,
      );
    }
    const inputs = withVersion(config, version, pluginDownloadUrl);
    const registered = this.register(blankGoal(providerType(pkg), name, inputs));
    this.known.set(key, registered);
    return registered;
  }
}
