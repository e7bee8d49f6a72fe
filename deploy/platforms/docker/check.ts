import { conflicts, hostNameProblems, isOwn, leftContainers } from "../../checks/conflicts";
import { dataElsewhere } from "../../checks/other-engine";
import { isTask } from "../../checks/services";
import type { Findings, Look } from "../platform";
import { leftOnAnotherNode } from "../swarm/data-node";
import { unlabelled } from "../unlabelled";

/** Looks at an engine that is to run a stack by itself. */
export async function checkEngine(look: Look): Promise<Findings> {
  const { host, claims, info, containers, staying, volumes, state } = look;
  const taken = unlabelled(look);
  return {
    problems: [
      ...(await leftOnNodes(look)),
      ...dataElsewhere(claims, host, volumes, state),
      ...runsAsServices(look),
      ...hostNameProblems(claims),
      ...conflicts(claims, staying),
      ...leftContainers(claims, containers, state),
      ...taken.problems,
    ],
    warnings: taken.warnings,
    machines: 1,
    cpus: () => ({ where: "engine", cpus: info.NCPU }),
    open: () => undefined,
  };
}

/** What a Swarm has of a stack that this engine is to run alone; any manager of it knows. */
async function leftOnNodes({ docker, claims, info: { Swarm: swarm } }: Look): Promise<string[]> {
  if (!claims.data?.length || !swarm?.ControlAvailable) return [];
  return leftOnAnotherNode(claims, await docker.listNodes(), swarm.NodeID ?? "");
}

/** Two servers would have the same data: the new one starts while the services' one is there. */
function runsAsServices({ claims, containers, services }: Look): string[] {
  const { stack } = claims;
  const away = "take that away first, its data stays where database.keepData is on";
  const destroy = `pulumi destroy --stack ${stack}`;
  if (services.some(({ Spec }) => isOwn(Spec.Labels ?? {}, claims))) {
    return [`platform: given docker, and this stack runs as services; ${away}: ${destroy}`];
  }
  const tasks = containers.filter(
    (one) => one.State === "running" && isOwn(one.Labels, claims) && isTask(one),
  );
  // A worker knows of its own tasks only.
  if (tasks.length === 0) return [];
  return [
    `platform: given docker, and this stack runs as services of a Swarm, of which this engine is a worker; ${away}, by way of a manager: pulumi config set --stack ${stack} platform swarm && pulumi config set --stack ${stack} host ssh://USER@MANAGER && ${destroy}`,
  ];
}
