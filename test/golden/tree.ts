import { createHash } from "node:crypto";
import { Document, isCollection, visit } from "yaml";
import type { Recording, Registration } from "../support/mocks";

/** What is longer than this is shown as a digest: scripts of containers, mostly. */
const LONGEST_TEXT = 400;
const LONGEST_LINE = 120;

/**
 * All that a program registers, as a text to read: each resource below its parent, sorted.
 *
 * @param outputs what it returns, as values.
 * @param folder of the project, whose name is a matter of chance.
 */
export function treeOf(recording: Recording<unknown>, outputs: unknown, folder: string): string {
  const tree = { ...treeBelow(recording, undefined), outputs };
  const readable = JSON.parse(JSON.stringify(tree), (_, value) => shown(value, folder));
  const document = new Document(readable, { aliasDuplicateObjects: false });
  visit(document, {
    Collection(_, node, path) {
      const json = JSON.stringify(node.toJSON());
      const isShort = json.length <= LONGEST_LINE - 2 * path.length && !json.includes("\\n");
      if (isCollection(node) && isShort) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function treeBelow(recording: Recording<unknown>, parent: string | undefined): object {
  const children = recording.registrations
    .filter((registration) => registration.parent === parent)
    .map((registration) => [`${registration.type} ${registration.name}`, registration] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    children.map(([title, registration]) => [
      title,
      { ...described(registration), ...treeBelow(recording, keyOf(registration)) },
    ]),
  );
}

function described(registration: Registration) {
  const { inputs, options, dependencies, sources, provider, outputs } = registration;
  const used = new Set(Object.values(sources).flat());
  const dependsOn = dependencies.filter((dependency) => !used.has(dependency));
  return {
    ...(provider && { provider }),
    ...(Object.keys(options).length > 0 && { options }),
    ...(dependsOn.length > 0 && { dependsOn }),
    ...(Object.keys(sources).length > 0 && { sources }),
    ...(Object.keys(inputs).length > 0 && { inputs: sorted(inputs) }),
    ...(outputs && Object.keys(outputs).length > 0 && { outputs }),
  };
}

/** The order in which a program names inputs is no part of what it asks for. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function shown(value: unknown, folder: string): unknown {
  if (typeof value !== "string") return value;
  if (/^dynamic provider \d+$/.test(value)) return "(code)";
  const text = value.replaceAll(folder, "/project");
  if (text.length <= LONGEST_TEXT) return text;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return `(${text.length} characters: ${digest})`;
}

function keyOf({ type, name }: Registration): string {
  const words = type.split(":");
  return `${words[0]}:${words.at(-1)} ${name}`;
}
