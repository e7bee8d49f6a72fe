import type { Graph, Node } from "./graph-of";

/** The brackets of each kind. */
const SHAPES: Record<Node["kind"], readonly [string, string]> = {
  visitor: ["([", "])"],
  part: ["[", "]"],
  volume: ["[(", ")]"],
};

/** A graph as Mermaid, which Markdown of GitHub and GitLab shows. Pure. */
export function mermaid({ title, nodes, edges }: Graph): string {
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const drawn = nodes.map(({ id, kind, lines, health }) => {
    const [before, after] = SHAPES[kind];
    return `  ${ids.get(id)}${before}"${lines.map(escaped).join("<br>")}"${after}:::${health}`;
  });
  const arrows = edges.map(({ from, to, label }) => {
    const text = label === "" ? "" : `|"${escaped(label)}"|`;
    return `  ${ids.get(from)} -->${text} ${ids.get(to)}`;
  });
  return [
    "---",
    `title: ${title}`,
    "---",
    "flowchart LR",
    ...drawn,
    ...arrows,
    "  classDef well stroke:#1a7f37,stroke-width:2px",
    "  classDef wrong stroke:#cf222e,stroke-width:3px",
    "  classDef unknown stroke:#8c959f",
    "",
  ].join("\n");
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (it) => `#${it.charCodeAt(0)};`);
