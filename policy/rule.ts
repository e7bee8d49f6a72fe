import type { Container, Props } from "./props";
import { SERVICE, taskOf } from "./service";

/** Something that holds for each resource of a stack in production. */
export interface Rule {
  /** By which a team refers to it. */
  name: string;
  description: string;
  /**
   * What is wrong with a resource, and what to do about it; undefined where nothing is.
   *
   * @param type as Pulumi has it, such as `docker:index/container:Container`.
   */
  violation(type: string, props: Props): string | undefined;
}

export const CONTAINER = "docker:index/container:Container";

/** What a resource runs; undefined where it is neither a container nor a service of a Swarm. */
export function containerOf(type: string, props: Props): Container | undefined {
  if (type === SERVICE) return taskOf(props);
  return type === CONTAINER ? (props as Container) : undefined;
}

/** A rule that only looks at containers, and at those of services. */
export function containerRule(
  name: string,
  description: string,
  violation: (container: Container) => string | undefined,
): Rule {
  return {
    name,
    description,
    violation: (type, props) => {
      const container = containerOf(type, props);
      return container && violation(container);
    },
  };
}

/** A rule for containers that serve, not for those that run once. */
export function serviceRule(
  name: string,
  description: string,
  violation: (container: Container) => string | undefined,
): Rule {
  const ofServices = (container: Container) =>
    container.mustRun === false ? undefined : violation(container);
  return containerRule(name, description, ofServices);
}
