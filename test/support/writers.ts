import type Docker from "dockerode";
import { demultiplex } from "../../docker/container-log";
import { docker, execIn } from "./docker";

const SQL = "mysql --defaults-extra-file=/run/secrets/client.cnf -N -B";

const ROW =
  "BEGIN; INSERT INTO a VALUES (%s, %s); INSERT INTO b VALUES (%s, %s); COMMIT; SELECT %s, %s;";

/** A row: the number of its writer, and its own. */
type Row = [writer: number, number: number];

/**
 * Four clients of a stack's MySQL that write the same rows into the tables `a` and `b`, each in one
 * transaction, without a pause. They run beside the server: they outlive it, and know what it has
 * acknowledged.
 */
export class Writers {
  private constructor(
    private readonly server: string,
    private readonly container: Docker.Container,
  ) {}

  /** @param stack the prefix of the names of the stack's containers. */
  static async start(stack: string, Labels: Record<string, string>): Promise<Writers> {
    const server = `${stack}-database`;
    await sql(server, "CREATE TABLE a (w INT, i INT, PRIMARY KEY (w, i)); CREATE TABLE b LIKE a");
    const loop = `i=0; while i=$((i + 1)); do printf '${ROW}\\n' $w $i $w $i $w $i; done`;
    const client = `${SQL} -h ${server} --unbuffered`;
    const container = await docker.createContainer({
      Image: "mysql:9.7",
      Labels,
      User: "999",
      Entrypoint: ["sh", "-c", `for w in 1 2 3 4; do (${loop} | ${client}) & done; wait`],
      HostConfig: {
        NetworkMode: `${stack}-data`,
        Binds: [`${server}-secrets:/run/secrets:ro`],
      },
    });
    await container.start();
    return new Writers(server, container);
  }

  /** Waits until they have lost their server, and tells the last row that each of them knows of. */
  async acknowledged(): Promise<Row[]> {
    await this.container.wait();
    const log = demultiplex(await this.container.logs({ stdout: true }));
    await this.container.remove({ v: true });
    const last = new Map(rowsOf(log));
    return [...last].sort();
  }

  /** The last row of each writer, where none before it is missing and both tables have the same. */
  async written(): Promise<Row[]> {
    const select = (table: string) =>
      sql(this.server, `SELECT w, MAX(i), COUNT(*) = MAX(i) FROM ${table} GROUP BY w ORDER BY w`);
    const [a, b] = [await select("a"), await select("b")];
    if (a !== b || /\t0$/m.test(a)) throw new Error(`rows are missing:\n${a}\n${b}`);
    return rowsOf(a);
  }
}

const sql = (server: string, statement: string) =>
  execIn(server, "sh", "-c", `${SQL} -e "$1"`, "sh", statement);

const rowsOf = (text: string) =>
  [...text.matchAll(/^(\d+)\t(\d+)/gm)].map(([, w, i]): Row => [Number(w), Number(i)]);
