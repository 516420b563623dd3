// Sends the visitor's messages: in order, one at a time, each until the server has it.
import type { Delivery, Outgoing } from "../transport/transport";
import { change, type Line } from "./lines";

export interface OutboxWorld {
  lines(): readonly Line[];
  setLines(lines: Line[]): void;
  online(): boolean;
  send(message: Outgoing): Promise<Delivery>;
}

export class Outbox {
  private inFlight = false;
  private pausedUntil = 0;

  constructor(private readonly world: OutboxWorld) {}

  /** Sends whatever waits, as soon as that is possible. */
  async pump(): Promise<void> {
    if (this.inFlight || !this.world.online() || Date.now() < this.pausedUntil) return;
    const next = this.world.lines().find((line) => line.status === "waiting");
    if (!next) return;
    this.inFlight = true;
    this.patch(next.id, { status: "sending" });
    const { id, payload, text, metadata = {} } = next;
    const delivery = await this.world.send({ id, text: payload ?? text, metadata });
    this.inFlight = false;
    this.settle(id, delivery);
    // A lost one goes again, under the same id, once the server has greeted us anew.
    void this.pump();
  }

  /** Puts a message that was given up back in the queue. */
  retry(id: string): void {
    this.patch(id, { status: "waiting", problem: "" });
    void this.pump();
  }

  private settle(id: string, delivery: Delivery): void {
    if (delivery === "lost") this.patch(id, { status: "waiting" });
    else if (delivery === "timeout") this.patch(id, { status: "failed", problem: "timeout" });
    else if (delivery.ok) this.patch(id, { status: "sent" });
    else if (delivery.code === "rate") this.pause(id, delivery.retryAfter);
    else this.patch(id, { status: "failed", problem: delivery.code });
  }

  private pause(id: string, seconds: number): void {
    this.pausedUntil = Date.now() + seconds * 1000;
    this.patch(id, { status: "waiting", problem: "rate" });
    setTimeout(() => void this.pump(), seconds * 1000 + 50);
  }

  private patch(id: string, patch: Partial<Line>): void {
    this.world.setLines(change(this.world.lines(), id, patch));
  }
}
