import type { z } from "zod";
import { setCommand } from "./commands";
import { type Given, isHidden } from "./given";
import { placeAt } from "./meta";
import type { Path } from "./path";
import type { Problem } from "./problem";

/**
 * Texts with a NUL character, which no environment variable, no argument and no path can have: a container
 * with one is made and cannot be started. A secret is a file, and may have them.
 */
export function textsWithNul(given: Given, root: z.ZodType): Problem[] {
  return below(given.values, [], root).map((path) => ({
    path,
    given: "a text with a NUL character",
    accepted:
      "a text without one, as no program can be given it; a secret is a file, and may have it",
    mend: setCommand(given.file, path, isHidden(given, path) ? undefined : "VALUE", {
      secret: isHidden(given, path),
    }),
  }));
}

function below(value: unknown, path: Path, root: z.ZodType): Path[] {
  if (typeof value === "string") return value.includes("\0") ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  if (placeAt(root, path)?.meta?.file) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    below(item, [...path, Array.isArray(value) ? Number(key) : key], root),
  );
}
