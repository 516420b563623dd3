import { describe, expect, it, vi } from "vitest";
import { Outbox } from "../src/state/outbox";
import type { Line } from "../src/state/lines";
import type { Delivery, Outgoing } from "../src/transport/transport";

const waiting = (id: string, more: Partial<Line> = {}): Line => ({ id, turn: id, from: "visitor", text: id, buttons: [], at: "", data: null, status: "waiting", ...more });

function world(lines: Line[], answers: Delivery[]) {
  const sent: Outgoing[] = [];
  let online = true;
  const outbox = new Outbox({
    lines: () => lines,
    setLines: (next) => (lines = next),
    online: () => online,
    send: async (message) => {
      sent.push(message);
      const answer = answers.shift() ?? { ok: true };
      if (answer === "lost") online = false;
      return Promise.resolve(answer);
    },
  });
  return { outbox, sent, statuses: () => lines.map(({ status, problem }) => (problem ? `${status}: ${problem}` : status)), connect: () => (online = true) };
}

const settled = async (): Promise<void> => {
  for (let step = 0; step < 20; step++) await Promise.resolve();
};

describe("the outbox", () => {
  it("sends in order, one at a time, a button's payload in place of its title", async () => {
    const { outbox, sent, statuses } = world([waiting("a"), waiting("b", { payload: "B" })], []);
    void outbox.pump();
    void outbox.pump();
    expect(sent).toHaveLength(1);
    await settled();
    expect(sent.map(({ text }) => text)).toEqual(["a", "B"]);
    expect(statuses()).toEqual(["sent", "sent"]);
  });
  it("sends a lost one again under the same id once there is a connection", async () => {
    const { outbox, sent, statuses, connect } = world([waiting("a"), waiting("b")], ["lost"]);
    await outbox.pump();
    expect(statuses()).toEqual(["waiting", "waiting"]);
    connect();
    void outbox.pump();
    await settled();
    expect(sent.map(({ id }) => id)).toEqual(["a", "a", "b"]);
  });
  it("gives up what got no word, goes on with the next, and tries again when told to", async () => {
    const { outbox, statuses } = world([waiting("a"), waiting("b")], ["timeout"]);
    void outbox.pump();
    await settled();
    expect(statuses()).toEqual(["failed: timeout", "sent"]);
    outbox.retry("a");
    await settled();
    expect(statuses()).toEqual(["sent", "sent"]);
  });
  it("waits as long as a busy server asks, then goes on by itself", async () => {
    vi.useFakeTimers();
    const { outbox, sent, statuses } = world([waiting("a")], [{ ok: false, code: "rate", retryAfter: 7 }]);
    await outbox.pump();
    void outbox.pump();
    expect([sent.length, statuses()]).toEqual([1, ["waiting: rate"]]);
    await vi.advanceTimersByTimeAsync(7100);
    expect(statuses()[0]).toMatch(/^sent/);
    vi.useRealTimers();
  });
  it("keeps the reason of a refusal", async () => {
    const { outbox, statuses } = world([waiting("a")], [{ ok: false, code: "too_long", retryAfter: 5 }]);
    await outbox.pump();
    expect(statuses()).toEqual(["failed: too_long"]);
  });
});
