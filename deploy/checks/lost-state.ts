import { type Claims, isOwn, plainName } from "./conflicts";
import { isBlank, type State } from "./recorded";
import { isTask, type ListedService } from "./services";

type Container = Parameters<typeof plainName>[0];

/** What is left of a stack's state where the state itself is gone. */
export interface StateCopies {
  /** The newest copy that has anything in it, and where the state belongs. */
  newest?: { copy: string; state: string };
}

/** How many names a message lists. */
const LISTED = 4;

/**
 * A stack that runs although its state is empty: the state was deleted, or is on another machine. An
 * `up` would begin anew beside it, with other passwords, and fail half-way over names.
 */
export function lostState(
  claims: Claims,
  address: string,
  found: { containers: readonly Container[]; services: readonly ListedService[] },
  state: State,
  copies: () => StateCopies,
): string[] {
  if (!state || !isBlank(state)) return [];
  const { project, stack } = claims;
  // One that was never started serves nobody: an interrupted run has left it.
  // Those of tasks outlive their services by a moment, which say enough themselves.
  const own = found.containers.filter(
    (it) => it.State !== "created" && !isTask(it) && isOwn(it.Labels, claims),
  );
  const services = found.services.filter(({ Spec }) => isOwn(Spec.Labels ?? {}, claims));
  const names = services.length > 0 ? services.map(({ Spec }) => Spec.Name) : own.map(plainName);
  if (names.length === 0) return [];
  const more = names.length - LISTED;
  const listed = names.sort().slice(0, LISTED).join(", ") + (more > 0 ? ` and ${more} more` : "");
  const filter = `--filter label=berth.project=${project} --filter label=berth.stack=${stack}`;
  const kind = services.length > 0 ? "service" : "container";
  const list = kind === "service" ? `docker service ls -q` : `docker ps -aq`;
  const remove = kind === "service" ? "docker service rm" : "docker rm -f";
  return [
    `the state of the stack ${stack} is empty, and the engine at ${address} runs it: ${listed}; nothing was changed. ${wayBack(stack, copies())}; where the state is gone for good, remove what runs, and the next up takes the volumes with its data back: ${remove} $(${list} ${filter}) && docker network rm $(docker network ls -q ${filter})`,
  ];
}

function wayBack(stack: string, { newest }: StateCopies): string {
  if (newest) return `Bring its state back: cp '${newest.copy}' '${newest.state}'`;
  return `No copy of its state is here: deploy from where it was deployed until now, or take the state from there: pulumi stack export --stack ${stack} --file state.json there, pulumi stack import --stack ${stack} --file state.json here`;
}
