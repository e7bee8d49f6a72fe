import type { Flavor } from "../mysql/flavor";

export const MARIADB: Flavor = {
  engine: "mariadb",
  product: "MariaDB",
  image: "mariadb:11.8",
  server: "mariadbd",
  client: "mariadb",
  signature: "-- MariaDB dump ",
  check: (path) => `mariadbd --defaults-extra-file=${path} --verbose --help >/dev/null`,
  fixedMemory: 150,
  // Aria holds the tables that outgrow memory.
  tablesOption: "aria_pagecache_buffer_size",
  images: /^mariadb$/,
  // It reads those of MySQL, too.
  variable: (rest) => new RegExp(`^(MYSQL|MARIADB)_${rest}$`),
  versionFiles: ["mariadb_upgrade_info", "mysql_upgrade_info"],
};
