import { PLATFORM_NAMES, type Supports, supportsOf } from "../../shared/platforms";
import type { Condition } from "../language/defaults";

/** What the defaults of several sections follow. */
export const WITH_DOMAIN: Condition = { path: ["domain"], words: "a domain" };
export const WITH_IMAGE: Condition = { path: ["app", "image"], words: "app.image" };
export const WITH_RELEASE: Condition = { path: ["release"], words: "release" };

/** A default for stacks on the platforms of a kind. */
export const wherePlatform = <const T>(
  isMeant: (supports: Supports) => boolean,
  value: T,
): [Condition, T][] =>
  PLATFORM_NAMES.filter((name) => isMeant(supportsOf(name))).map((name) => [
    { path: ["platform"], is: name, words: `platform ${name}` },
    value,
  ]);
