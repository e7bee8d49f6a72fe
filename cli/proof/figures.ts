/** What became of the requests to an app while a new version of it took over. */
export interface ProofFigures {
  path: string;
  requests: number;
  failures: number;
  /** The longest of them, in milliseconds. */
  slowest: number;
}

/** Such as "0 of 412 requests failed". */
export function proofText({ path, requests, failures, slowest }: ProofFigures): string {
  const seconds = (slowest / 1000).toFixed(2);
  return `while it rolled out, ${failures} of ${requests} requests failed (GET ${path}, the slowest after ${seconds} s)`;
}
