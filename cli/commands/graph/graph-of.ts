import type { Inspection } from "../containers";
import type { Part } from "../part";

/** What is drawn. */
export interface Node {
  id: string;
  kind: "visitor" | "part" | "volume";
  /** Lines of its label. */
  lines: string[];
  health: "well" | "wrong" | "unknown";
}

export interface Graph {
  title: string;
  nodes: Node[];
  /** By ids. */
  edges: { from: string; to: string; label: string }[];
}

/**
 * The parts of a stack by role, their volumes, and who reaches whom: an edge the app, and everything whose
 * environment has another one's name in it. Pure.
 */
export function graphOf(
  parts: readonly Part[],
  inspected: readonly Inspection[],
  { project, stack }: { project: string; stack: string },
): Graph {
  const roles = [...new Set(parts.map(({ role }) => role))].filter((role) => role !== "run");
  const of = (role: string) => parts.filter((part) => part.role === role);
  const nodes = roles.map((role) => nodeOf(role, of(role)));
  const edges: Graph["edges"] = [];
  const add = (from: string, to: string, label = "") => {
    const isThere = edges.some((edge) => edge.from === from && edge.to === to);
    if (from !== to && !isThere) edges.push({ from, to, label });
  };
  for (const it of inspected) {
    const from = roleOf(it);
    const ports = Object.entries(it.HostConfig.PortBindings ?? {}).flatMap(([, hosts]) =>
      (hosts ?? []).map(({ HostPort }) => HostPort),
    );
    if (ports.length > 0) add("visitor", from, `:${[...new Set(ports)].join(", :")}`);
    const words = (it.Config.Env ?? []).map((line) => line.slice(line.indexOf("=") + 1)).join("\n");
    for (const role of roles) {
      const names = of(role).map(({ name }) => name);
      if (names.some((name) => new RegExp(`(^|[^\\w-])${name}($|[^\\w-])`, "m").test(words)))
        add(from, role);
    }
  }
  if (roles.includes("edge") && roles.includes("app")) add("edge", "app");
  if (edges.some(({ from }) => from === "visitor")) {
    nodes.unshift({ id: "visitor", kind: "visitor", lines: ["visitors"], health: "unknown" });
  }
  for (const it of inspected) {
    for (const { Type: type, Name: name, Destination: target } of it.Mounts ?? []) {
      // Secrets are no data, and a volume without a name of its own goes with its container.
      if (type !== "volume" || !name || target === "/run/secrets" || /^[0-9a-f]{64}$/.test(name))
        continue;
      if (!nodes.some(({ id }) => id === name)) {
        nodes.push({ id: name, kind: "volume", lines: [name], health: "unknown" });
      }
      add(roleOf(it), name);
    }
  }
  return { title: `${project} ${stack}`, nodes, edges };
}

const roleOf = ({ Config }: Inspection) => Config.Labels?.["berth.role"] ?? "";

function nodeOf(role: string, parts: readonly Part[]): Node {
  const [first] = parts;
  const isWell = (part: Part) =>
    part.state === "running" && (part.health === undefined || part.health === "healthy");
  const wrong = parts.filter((part) => !isWell(part));
  const states = [
    ...new Set(wrong.map(({ state, health }) => (state === "running" ? (health ?? state) : state))),
  ];
  return {
    id: role,
    kind: "part",
    lines: [
      parts.length > 1 ? `${role} ×${parts.length}` : role,
      first?.image ?? "",
      wrong.length > 0 ? states.join(", ") : (first?.health ?? "running"),
    ],
    health: wrong.length > 0 ? "wrong" : "well",
  };
}
