import { writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { type Project, succeeded } from "../test/support/project";
import { run } from "../test/support/pulumi-cli";

/** The version of the docker client's Compose, or undefined where it has none. */
export async function composeVersion(): Promise<string | undefined> {
  const words = ["compose", "version", "--short"];
  const found = await run("docker", words, { cwd: "." }).catch(() => undefined);
  return found?.code === 0 ? found.output.trim() : undefined;
}

/** Python, as the image has no curl. */
const CHECK = `python -c "from urllib.request import urlopen as get; get('http://127.0.0.1:5000/healthz')"`;

/** The same two services as the dev stack, as a Compose file, below the project. */
export function composeFile(port: number, image: string): string {
  return stringify({
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
        healthcheck: { test: CHECK, interval: "1s", retries: 60 },
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
          interval: "1s",
          retries: 60,
        },
      },
    },
  });
}

/** Compose in a project's folder. */
export class Compose {
  constructor(
    readonly project: Project,
    port: number,
    image: string,
  ) {
    writeFileSync(project.path("docker-compose.yml"), composeFile(port, image));
    writeFileSync(project.path("app", "password"), "bench");
  }

  async #run(...args: string[]): Promise<void> {
    const words = ["compose", "--project-name", `${this.project.name}-compose`, ...args];
    succeeded(await run("docker", words, { cwd: this.project.folder }));
  }

  /** Until both are healthy, as an `up` of ours. */
  up = () => this.#run("up", "--detach", "--wait", "--build");
  down = () => this.#run("down", "--volumes");
  /** With the image that it built. */
  remove = () => this.#run("down", "--volumes", "--rmi", "local");
}
