/**
 * Images of a server, the official ones and their like, as other people run them: how a container of theirs
 * is told, and what its environment says.
 */
export interface ServerImages {
  /** The last part of their names. */
  names: RegExp;
  /** Folders that they have their data in. */
  data: RegExp;
  /** All variables that they read begin so. */
  variables: RegExp;
  /** The variables that name a database and its user; undefined where there are none to name. */
  named?: { database: RegExp; user: RegExp };
  /** Variables with a password, or with the file that has it, and whose it is. */
  passwords: readonly {
    password: RegExp;
    /** The variable that names the user, or the user's name. */
    of: RegExp | string;
    /** The user where that variable is not set. */
    usually?: string;
  }[];
  /**
   * Variables of which the database is called like the user where it is not named.
   *
   * @default it has to be named
   */
  databaseLikeUser?: { database: string; user: string };
}
