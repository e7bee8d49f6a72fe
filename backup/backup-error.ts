/** What a person can mend: its message says what is wrong and what to do. */
export class BackupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BackupError";
  }
}

/** What goes on in a container though nobody hears of it: the container has to stay. */
export class OutOfContact extends BackupError {}
