import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The Pulumi.yaml that a folder belongs to, searched upwards as the CLI does; undefined without one. */
export function findProjectFile(folder: string): string | undefined {
  for (let here = resolve(folder); ; here = dirname(here)) {
    const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(here, name)).find(existsSync);
    if (file || dirname(here) === here) return file;
  }
}
