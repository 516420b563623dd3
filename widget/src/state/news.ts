// What the page's own scripts are told, for their analytics.
import type { Envelope, Message } from "../contract";

export class News {
  /** Turns that began in this tab: others tell of theirs, so that nothing is counted twice. */
  private readonly mine = new Set<string>();

  constructor(private readonly emit: (name: string, detail: object) => void) {}

  /** From now on this turn's news is told here. */
  begin(turn: string): void {
    this.mine.add(turn);
  }

  forget(): void {
    this.mine.clear();
  }

  message({ from, id, turn, data }: Message): void {
    if (!this.mine.has(turn)) return;
    this.emit("message", { from, id, turn });
    this.turn(turn, data);
  }

  /** A turn's end: a lead is told once. */
  turn(turn: string, data: Envelope | null): void {
    if (data?.type !== "handoff" || !data.lead || !this.mine.has(turn)) return;
    this.mine.delete(turn);
    this.emit("lead", { ...data.lead });
  }
}
