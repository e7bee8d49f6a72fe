import type { LightClient } from "../../docker/light-client";

/** Where an app is asked through its edge. */
export interface ProbeTarget {
  host: string;
  port: number;
  path: string;
  /** The domain that it answers for, over HTTPS. */
  domain?: string;
}

interface ListedContainer {
  State: string;
  Ports: { IP?: string; PrivatePort: number; PublicPort?: number }[];
}

const HTTP = 80;
const HTTPS = 443;

/**
 * Where the edge of a stack can be asked from here; undefined where the stack has none that runs, or it
 * listens where only its own server reaches it.
 *
 * @param server host name of another machine that the engine is on.
 */
export async function probeTarget(
  client: Pick<LightClient, "ask">,
  { project, stack }: { project: string; stack: string },
  asked: { path: string; domain?: string },
  server?: string,
): Promise<ProbeTarget | undefined> {
  const label = [`berth.project=${project}`, `berth.stack=${stack}`, "berth.role=edge"];
  const [edge] = await client.ask<ListedContainer[]>("GET", "/containers/json", {
    query: { filters: { label } },
  });
  const wanted = asked.domain === undefined ? HTTP : HTTPS;
  const published = edge?.Ports.find(
    ({ PrivatePort, PublicPort }) => PrivatePort === wanted && PublicPort !== undefined,
  );
  if (published?.PublicPort === undefined) return undefined;
  const host = reachable(published.IP ?? "", server);
  return host === undefined ? undefined : { host, port: published.PublicPort, ...asked };
}

/** The address under which a published port is reached from here. */
function reachable(address: string, server: string | undefined): string | undefined {
  const isEverywhere = address === "" || address === "0.0.0.0" || address === "::";
  if (server === undefined) return isEverywhere ? "127.0.0.1" : address;
  if (isEverywhere) return server;
  return /^127\.|^::1$/.test(address) ? undefined : address;
}
