import { createInterface } from "node:readline";

/** One line of Docker's JSON stream about a pull, push or build. */
export interface ProgressMessage {
  id?: string;
  status?: string;
  progress?: string;
  stream?: string;
  error?: string;
  errorDetail?: { message?: string; code?: number };
  aux?: unknown;
}

/**
 * Reads Docker's progress to its end, shows each new step, and throws what Docker reports as an
 * error: the request itself succeeds whatever happens after its start.
 */
export async function followProgress(
  stream: NodeJS.ReadableStream,
  show: (line: string) => void,
  onMessage?: (message: ProgressMessage) => void,
): Promise<void> {
  // Layers go on side by side: each has its own last line.
  const shown = new Map<string, string>();
  for await (const text of createInterface({
    input: stream,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (text.trim() === "") continue;
    const message = JSON.parse(text) as ProgressMessage;
    if (message.error || message.errorDetail) {
      throw new Error(message.errorDetail?.message ?? message.error);
    }
    onMessage?.(message);
    // The running totals within a step would be hundreds of lines.
    const line = (message.stream ?? [message.id, message.status].filter(Boolean).join(" ")).trim();
    if (!line) continue;
    const layer = message.stream === undefined ? (message.id ?? "") : "";
    if (line !== shown.get(layer) && message.aux === undefined) show(line);
    shown.set(layer, line);
  }
}
