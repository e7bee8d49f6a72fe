/** What a program printed, and how it ended. */
export interface Captured {
  /** -1 where it could not be started or did not end in time. */
  code: number;
  output: string;
}

export interface CaptureOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  limitMs?: number;
}

/** The machine that this runs on, as far as the wrapper looks at it or acts on it. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  /** A person sits at the terminal and can be asked. */
  readonly interactive: boolean;
  /** Tells a person something, apart from the command's own output. */
  say(line: string): void;
  /** @param otherwise what an empty answer means; yes where it is left out. */
  ask(question: string, otherwise?: boolean): Promise<boolean>;
  /** Runs a program to its end and keeps what it prints. */
  capture(command: string, args: readonly string[], options?: CaptureOptions): Promise<Captured>;
}
