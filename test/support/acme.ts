import { docker, execIn } from "./docker";
import { eventually } from "./http";

export interface AcmeAuthority {
  /** Address of its directory, in its network. */
  directory: string;
  /** The certificate that it is trusted by, as PEM. */
  root: string;
  /** Its address in the network. */
  address: string;
  remove(): Promise<void>;
}

/**
 * An authority of the test's own that speaks ACME: Caddy has one built in. It looks domains up in
 * the network, where a container's name is one.
 */
export async function startAcmeAuthority(name: string, network: string): Promise<AcmeAuthority> {
  const caddyfile = `{
	storage file_system /data
	skip_install_trust
	pki {
		ca local {
			root_cn "Root of ${name}"
			intermediate_cn "${name}"
		}
	}
}

https://${name} {
	tls internal
	acme_server
}
`;
  const container = await docker.createContainer({
    name,
    Image: "caddy:2",
    Cmd: ["sh", "-c", 'printf %s "$0" | exec caddy run --adapter caddyfile --config -', caddyfile],
    HostConfig: { NetworkMode: network },
  });
  const remove = () => container.remove({ force: true, v: true });
  try {
    await container.start();
    const inside = (...command: string[]) => execIn(name, ...command);
    const path = "/data/pki/authorities/local/root.crt";
    await eventually(async () => (await inside("cat", path)).startsWith("-----BEGIN"));
    const { Networks } = (await container.inspect()).NetworkSettings;
    return {
      directory: `https://${name}/acme/local/directory`,
      root: await inside("cat", path),
      address: Networks[network]?.IPAddress ?? "",
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
