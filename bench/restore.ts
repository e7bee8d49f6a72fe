import { mustBackup } from "../test/support/backup";
import { execIn } from "../test/support/docker";
import { Project } from "../test/support/project";
import { type Figures, note } from "./measure";
import { timed } from "./stats";

const STACK = "dev";
const PORT = 18901;

/** Rows of 1,000 bytes that hardly compress, doubled until there are 2^20: 1 GB. */
const FILL = `
CREATE TABLE big (id INT AUTO_INCREMENT PRIMARY KEY, text VARBINARY(1000));
INSERT INTO big (text) VALUES (RANDOM_BYTES(1000));
${Array.from({ length: 20 }, () => "INSERT INTO big (text) SELECT RANDOM_BYTES(1000) FROM big;").join("\n")}
`;

/** A MySQL database of 1 GB: how long its backup takes and its restore, once. */
export async function measureRestore(): Promise<Figures> {
  const figures: Figures = {};
  const project = new Project("berth-bench-restore");
  const seconds = async (name: string, action: () => Promise<unknown>) =>
    note(figures, name, { seconds: await timed(action) });
  try {
    const settings = { mode: STACK, database: "mysql", app: { name: "widgets", port: PORT } };
    await project.stack(STACK, { ...settings, backup: { schedule: "0 0 1 1 *" } });
    await project.mustUp(STACK);
    const sql = (statement: string) =>
      execIn(
        `${project.name}-${STACK}-database`,
        ...["mysql", "--defaults-extra-file=/run/secrets/client.cnf", "-N", "-B"],
        ...["--execute", statement],
      );
    await sql(FILL);
    const rows = await sql("SELECT COUNT(*) FROM big");
    let name = "";
    await seconds("backup of 1 GB", async () => {
      name = (await mustBackup(project, STACK, "now")).trim();
    });
    await sql("DROP TABLE big");
    await seconds("restore of 1 GB", () =>
      mustBackup(project, STACK, "restore", name, "--yes", "--without-backup"),
    );
    const restored = await sql("SELECT COUNT(*) FROM big");
    if (restored !== rows) throw new Error(`restored ${restored} of ${rows} rows`);
  } finally {
    await project.remove();
  }
  return figures;
}
