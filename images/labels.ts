import Docker = require("dockerode");

import { CATALOG, type StandInName } from "./catalog";
import { inspectImage } from "./docker-image";

const WHAT = "berth.standin.what";

/** What an image that only stands in for another says about itself. */
export function standInLabels(of: string, what: string): Record<string, string> {
  return { "berth.standin": "true", "berth.standin.of": of, [WHAT]: what };
}

/** `MySQL 9.7.4 from Debian sid`. */
export function describe(name: StandInName, version: string): string {
  const { product, suite } = CATALOG[name];
  return `${product} ${version} from Debian ${suite}`;
}

/** What really is behind this reference on the engine, when it is a stand-in. */
export async function isStandIn(docker: Docker, reference: string): Promise<string | undefined> {
  const image = await inspectImage(docker, reference);
  return image?.Config.Labels?.[WHAT];
}
