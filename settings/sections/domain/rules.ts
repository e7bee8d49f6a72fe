import { removeCommand, setCommand } from "../../language/commands";
import type { Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

export const DOMAIN_RULES: readonly Rule[] = [
  { reads: ["domain", "tls", "app"], check: httpsNeedsADomain },
  { reads: ["domain", "rollout"], check: httpsNeedsAnEdge },
  { reads: ["domain", "app"], check: httpsIsPublished },
];

function httpsNeedsADomain({ written, given }: Facts): Problem | undefined {
  const { domain, tls, app } = written;
  if (domain !== undefined || (tls === undefined && app?.httpsPort === undefined)) return;
  return {
    path: ["domain"],
    given: `nothing, with ${tls === undefined ? "app.httpsPort" : "tls"}`,
    accepted: "the host name that a certificate is for",
    mend: setCommand(given.file, ["domain"], "shop.example.com"),
  };
}

function httpsNeedsAnEdge({ written, given }: Facts): Problem | undefined {
  if (written.domain === undefined || written.rollout !== "recreate") return;
  return {
    path: ["rollout"],
    given: '"recreate" with a domain',
    accepted: "rolling, since its edge is what speaks HTTPS",
    mend: setCommand(given.file, ["rollout"], "rolling"),
  };
}

function httpsIsPublished({ written, given }: Facts): Problem | undefined {
  if (written.domain === undefined || written.app?.httpsPort !== "none") return;
  const path = ["app", "httpsPort"];
  return {
    path,
    given: '"none" with a domain',
    accepted: "a port: a domain is served over HTTPS",
    mend: removeCommand(given.file, path),
  };
}
