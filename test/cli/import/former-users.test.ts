import { expect, test } from "vitest";
import { formerUsers } from "../../../cli/import/former-users";
import { databaseEngine } from "../../../components/databases";

const read = async (path: string) => (path === "/run/secrets/root" ? "from a file" : undefined);

test("the passwords of a former server are those of its container's environment", async () => {
  const env = [
    "MARIADB_USER=shop",
    "MYSQL_PASSWORD=it's=1",
    "MARIADB_ROOT_PASSWORD_FILE=/run/secrets/root",
  ];
  const users = await formerUsers("mariadb", env, read);
  expect(users).toEqual([
    { name: "shop", password: "it's=1" },
    { name: "root", password: "from a file" },
  ]);
  expect(databaseEngine("mariadb").takeOver.leave(users).split("\n")).toEqual([
    "ALTER USER IF EXISTS 'shop'@'%' IDENTIFIED BY 'it\\'s=1';",
    "ALTER USER IF EXISTS 'shop'@'localhost' IDENTIFIED BY 'it\\'s=1';",
    "ALTER USER IF EXISTS 'root'@'%' IDENTIFIED BY 'from a file';",
    "ALTER USER IF EXISTS 'root'@'localhost' IDENTIFIED BY 'from a file';",
  ]);
  expect(
    await formerUsers("mariadb", ["MYSQL_USER=shop", "MYSQL_PASSWORD_FILE=/gone"], read),
  ).toEqual([]);
});

test("PostgreSQL's superuser has a usual name, and Redis writes its snapshot", async () => {
  const users = await formerUsers("postgres", ["POSTGRES_PASSWORD=it's"], read);
  expect(databaseEngine("postgres").takeOver.leave(users)).toBe(
    `ALTER ROLE "postgres" PASSWORD 'it''s';`,
  );
  expect(databaseEngine("redis").takeOver.leave([])).toBe("SAVE");
});
