import { UserError } from "../../../shared/errors";
import { type InspectedContainer, nameOf } from "./inspected";

/**
 * Refuses a container that something else looks after, which would make it anew beside the stack.
 *
 * @throws UserError with what to do in its place.
 */
export function refuseForeign(
  container: InspectedContainer,
  { stack, adopts }: { stack: string; adopts: boolean },
): void {
  const name = nameOf(container);
  const labels = container.Config.Labels ?? {};
  const fail = (text: string): never => {
    throw new UserError(`import containers: ${name} ${text}; nothing was written`);
  };
  if (labels["berth.project"] !== undefined) {
    fail(
      `belongs to the stack ${labels["berth.stack"]} of the project ${labels["berth.project"]}, whose settings are in Pulumi.${labels["berth.stack"]}.yaml there; leave it out`,
    );
  }
  const service = labels["com.docker.swarm.service.name"];
  if (service !== undefined) {
    fail(
      `is a task of the service ${service} of a Swarm; write its settings by hand, with platform: swarm (docs/settings.md)`,
    );
  }
  const compose = labels["com.docker.compose.project"];
  if (compose !== undefined) {
    const file = labels["com.docker.compose.project.config_files"];
    const of = file ? ` (${file})` : "";
    fail(
      `belongs to the Compose project ${compose}${of}; import that: ./pulumiw import compose FILE --stack ${stack}${adopts ? " --adopt" : ""}`,
    );
  }
  if (adopts && container.HostConfig.AutoRemove) {
    fail(
      "was started with --rm, so that Docker removes it, and its unnamed volumes, when it stops; start it without --rm, or leave --adopt out",
    );
  }
}
