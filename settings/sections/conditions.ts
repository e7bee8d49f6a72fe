import type { Condition } from "../language/defaults";

/** What the defaults of several sections follow. */
export const ON_SWARM: Condition = { path: ["platform"], is: "swarm", words: "platform swarm" };
export const WITH_DOMAIN: Condition = { path: ["domain"], words: "a domain" };
export const WITH_IMAGE: Condition = { path: ["app", "image"], words: "app.image" };
export const WITH_RELEASE: Condition = { path: ["release"], words: "release" };
