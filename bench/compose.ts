import { writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { type Project, succeeded } from "../test/support/project";
import { run } from "../test/support/pulumi-cli";

const CANDIDATES = [["docker", "compose"], ["docker-compose"]] as const;

/** Compose as it is installed: the docker client's plug-in, the older program, or undefined. */
export async function findCompose(): Promise<readonly string[] | undefined> {
  for (const candidate of CANDIDATES) {
    const [command = "", ...args] = candidate;
    const found = await run(command, [...args, "version"], { cwd: "." }).catch(() => undefined);
    if (found?.code === 0) return candidate;
  }
  return undefined;
}

/** The same two services as the dev stack, as a Compose file, below the project. */
export function composeFile(port: number, image: string): string {
  return stringify({
    version: "2.4",
    services: {
      app: {
        build: { context: "./app", target: "dev" },
        ports: [`127.0.0.1:${port}:5000`],
        volumes: ["./app:/app"],
        environment: {
          MYSQL_HOST: "database",
          MYSQL_USER: "widgets",
          MYSQL_DATABASE: "widgets",
          MYSQL_PASSWORD_FILE: "/app/password",
        },
        depends_on: { database: { condition: "service_healthy" } },
      },
      database: {
        image,
        environment: {
          MYSQL_ROOT_PASSWORD: "bench",
          MYSQL_USER: "widgets",
          MYSQL_PASSWORD: "bench",
          MYSQL_DATABASE: "widgets",
        },
        healthcheck: {
          test: "mysql --protocol=tcp -h 127.0.0.1 -u widgets -pbench -e 'SELECT 1' widgets",
          interval: "2s",
          retries: 60,
        },
      },
    },
  });
}

/** Compose in a project's folder. */
export class Compose {
  constructor(
    readonly command: readonly string[],
    readonly project: Project,
    port: number,
    image: string,
  ) {
    writeFileSync(project.path("docker-compose.yml"), composeFile(port, image));
    writeFileSync(project.path("app", "password"), "bench");
  }

  async #run(...args: string[]): Promise<void> {
    const [command = "", ...words] = [
      ...this.command,
      "-p",
      `${this.project.name}-compose`,
      ...args,
    ];
    succeeded(
      await run(command, words, {
        cwd: this.project.folder,
        env: { DOCKER_BUILDKIT: "1", COMPOSE_DOCKER_CLI_BUILD: "1" },
      }),
    );
  }

  up = () => this.#run("up", "--build", "-d");
  down = () => this.#run("down", "-v");
}
