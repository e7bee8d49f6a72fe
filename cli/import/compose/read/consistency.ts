import type { ComposeProject, ComposeService } from "./model";
import type { Key } from "./places";
import { composeError } from "./problem";

/**
 * Refuses what Compose refuses of a whole project: names that nobody declares, circles, mounts that
 * cover each other.
 *
 * @throws UserError of the first one.
 */
export function refuseInconsistencies(project: ComposeProject): void {
  for (const [name, service] of Object.entries(project.services)) {
    new Look(project, name, service).all();
  }
  for (const [name, secret] of Object.entries(project.secrets)) {
    if (
      secret.external ||
      secret.file !== undefined ||
      secret.environment !== undefined ||
      secret.content !== undefined
    )
      continue;
    throw composeError(
      project.files[0],
      ["secrets", name],
      "given neither file nor environment; accepted: one of them",
    );
  }
  refuseCircles(project);
}

class Look {
  constructor(
    readonly project: ComposeProject,
    readonly name: string,
    readonly service: ComposeService,
  ) {}

  all(): void {
    const { service } = this;
    if (
      service.image === undefined &&
      service.build === undefined &&
      service.provider === undefined
    ) {
      this.#fail([], "given neither image nor build; accepted: one of them, or both");
    }
    if (service.build?.dockerfile !== undefined && service.build.dockerfile_inline !== undefined) {
      this.#fail(["build", "dockerfile"], "given with dockerfile_inline; accepted: one of them");
    }
    if (service.network_mode !== undefined && service.networks !== undefined) {
      this.#fail(["network_mode"], "given with networks; accepted: one of them");
    }
    this.#healthcheck();
    this.#dependencies();
    this.#references();
    this.#mounts();
    const replicas = (service.deploy as { replicas?: number } | undefined)?.replicas;
    if (service.scale !== undefined && replicas !== undefined && service.scale !== replicas) {
      this.#fail(
        ["scale"],
        `given ${service.scale}, and deploy.replicas ${replicas}; accepted: the same number in both`,
      );
    }
    if (Number(service.scale ?? replicas ?? 1) > 1 && service.container_name !== undefined) {
      this.#fail(
        ["container_name"],
        "given with several containers; accepted: a name with one container",
      );
    }
  }

  #healthcheck(): void {
    const { test } = (this.service.healthcheck ?? {}) as { test?: readonly string[] };
    if (!test?.length || /^(CMD|CMD-SHELL|NONE)$/.test(test[0] ?? "")) return;
    this.#fail(
      ["healthcheck", "test"],
      `given a list that begins with ${JSON.stringify(test[0])}; accepted: one that begins with CMD, CMD-SHELL or NONE, or a text`,
    );
  }

  #dependencies(): void {
    const { services, inactive } = this.project;
    for (const [other, { required }] of Object.entries(this.service.depends_on ?? {})) {
      if (Object.hasOwn(services, other)) continue;
      const isInactive = Object.hasOwn(inactive, other);
      if (isInactive && !required) continue;
      const given = isInactive
        ? `${other}, a service of the profile ${String(inactive[other]?.profiles)}, which is not active; name it with --profile`
        : `${other}; accepted: ${this.#known(services)}`;
      this.#fail(["depends_on", other], `given ${given}`);
    }
    for (const link of (this.service.links ?? []) as readonly string[]) {
      const [other = ""] = link.split(":");
      if (!Object.hasOwn(services, other))
        this.#fail(["links"], `given ${other}; accepted: ${this.#known(services)}`);
    }
    for (const key of ["network_mode", "ipc", "pid"]) {
      const [, other] = /^service:(.+)$/.exec(String(this.service[key] ?? "")) ?? [];
      if (other !== undefined && !Object.hasOwn(services, other))
        this.#fail([key], `given service:${other}; accepted: ${this.#known(services)}`);
    }
  }

  #references(): void {
    const { networks, volumes, secrets, configs } = this.project;
    for (const network of Object.keys((this.service.networks ?? {}) as object)) {
      if (network === "default" || Object.hasOwn(networks, network)) continue;
      this.#fail(
        ["networks", network],
        `given a network that is not declared; accepted: ${this.#known(networks)}; add it below networks at the top`,
      );
    }
    for (const [index, { type, source }] of (this.service.volumes ?? []).entries()) {
      if (type !== "volume" || source === undefined || Object.hasOwn(volumes, source)) continue;
      this.#fail(
        ["volumes", index],
        `given the volume ${source}, which is not declared; accepted: ${this.#known(volumes)}; add it below volumes at the top, or write ./${source} for a folder`,
      );
    }
    for (const [key, known] of [
      ["secrets", secrets],
      ["configs", configs],
    ] as const) {
      for (const [index, { source }] of (
        (this.service[key] ?? []) as { source: string }[]
      ).entries()) {
        if (!Object.hasOwn(known, source))
          this.#fail(
            [key, index],
            `given ${source}, which is not declared; accepted: ${this.#known(known)}`,
          );
      }
    }
  }

  #mounts(): void {
    const taken = new Map<string, string>();
    for (const [index, tmpfs] of ((this.service.tmpfs ?? []) as readonly string[]).entries()) {
      taken.set(tmpfs.split(":")[0] ?? "", `tmpfs[${index}]`);
    }
    for (const [index, { target }] of (this.service.volumes ?? []).entries()) {
      if (taken.has(target))
        this.#fail(["volumes", index], `given ${target}, which ${taken.get(target)} has already`);
      taken.set(target, `volumes[${index}]`);
    }
  }

  #fail(path: readonly Key[], text: string): never {
    const { places, services } = this.project;
    const place = places.along(services, [this.name, ...path]);
    throw composeError(place, ["services", this.name, ...path], text);
  }

  #known(named: object): string {
    return Object.keys(named).join(", ") || "none: none is declared";
  }
}

function refuseCircles(project: ComposeProject): void {
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    if (done.has(name)) return;
    const before = trail.indexOf(name);
    if (before >= 0) {
      const place = project.places.along(project.services, [name, "depends_on"]);
      const circle = [...trail.slice(before), name].join(" depends on ");
      throw composeError(place, ["services", name, "depends_on"], `given a circle: ${circle}`);
    }
    for (const next of Object.keys(project.services[name]?.depends_on ?? {}))
      visit(next, [...trail, name]);
    done.add(name);
  };
  for (const name of Object.keys(project.services)) visit(name, []);
}
