/** What MySQL and MariaDB do not share. */
export interface Flavor {
  engine: "mysql" | "mariadb";
  product: string;
  /** Reference of the official image. */
  image: string;
  /** The server's program. */
  server: string;
  /** The client's program. */
  client: string;
  /** The words after which a dump names the product. */
  signature: string;
  /** A shell script that has the server read its options from a file, and ends. */
  check(path: string): string;
  /** Memory that does not follow from the buffers, in MB: measured idle, rounded up. */
  fixedMemory: number;
  /** The option of how much memory tables in memory may take. */
  tablesOption: string;
  /** The last part of the names of images that have it. */
  images: RegExp;
  /** A variable that these read, by what follows the product in its name, a regular expression. */
  variable(rest: string): RegExp;
  /** Files of the data folder with the version that it is of, the newest kind first. */
  versionFiles: readonly string[];
}

export const MYSQL: Flavor = {
  engine: "mysql",
  product: "MySQL",
  image: "mysql:9.7",
  server: "mysqld",
  client: "mysql",
  signature: "-- MySQL dump ",
  // From 8.0.16 on; a newer one's --help says nothing of variables that it does not know.
  check: (path) =>
    `if mysqld --no-defaults --validate-config 2>/dev/null; then set -- --validate-config; else set -- --verbose --help; fi
mysqld --defaults-extra-file=${path} "$@" >/dev/null`,
  fixedMemory: 400,
  // They may have a gigabyte by default.
  tablesOption: "temptable_max_ram",
  images: /^(mysql|percona)(-server)?$/,
  variable: (rest) => new RegExp(`^MYSQL_${rest}$`),
  // The history is there from 8.4 on.
  versionFiles: ["mysql_upgrade_history", "mysql_upgrade_info"],
};
