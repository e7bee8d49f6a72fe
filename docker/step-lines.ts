import { StringDecoder } from "node:string_decoder";

/**
 * What the steps of a build print, as whole lines: an engine sends it in pieces that end anywhere, in
 * the middle of a letter too.
 */
export class StepLines {
  private readonly open = new Map<string, { decoder: StringDecoder; begun: string }>();

  /** The lines of a step that end with this piece. */
  take(step: string, piece: Buffer | string): string[] {
    const { decoder, begun } = this.open.get(step) ?? { decoder: new StringDecoder(), begun: "" };
    const text = begun + (typeof piece === "string" ? piece : decoder.write(piece));
    const end = text.lastIndexOf("\n") + 1;
    this.open.set(step, { decoder, begun: latest(text.slice(end)) });
    return linesIn(text.slice(0, end));
  }

  /** The line that the step began and did not end; of all steps where none is named. */
  end(...steps: string[]): string[] {
    const ended = steps.length > 0 ? steps : [...this.open.keys()];
    return ended.flatMap((step) => {
      const { decoder, begun = "" } = this.open.get(step) ?? {};
      this.open.delete(step);
      return linesIn(begun + (decoder?.end() ?? ""));
    });
  }
}

/** A progress bar that goes on for minutes is not kept: what a carriage return started over is gone. */
const latest = (text: string) => text.slice(text.lastIndexOf("\r", text.length - 2) + 1);

/** A carriage return starts a progress bar over; what it ends in is the line. */
function linesIn(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trimEnd().split("\r").at(-1) ?? "");
  return lines.filter((line) => line !== "");
}
