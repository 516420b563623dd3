import { describe, expect, it } from "vitest";
import { ack, envelope, message, session } from "../src/state/guards";

const GARBAGE = [null, undefined, 0, "", "x", [], {}, { id: 1 }, { id: "a" }, { id: "a", text: {} }, { text: "no id" }];

describe("whatever a server says", () => {
  it.each(GARBAGE)("%j is no message, session or envelope", (value) => {
    expect([message(value), session(value), envelope(value)]).toEqual([null, null, null]);
  });
  it("is bounded", () => {
    const long = message({ id: "a", text: "x".repeat(9999), buttons: Array(50).fill({ title: "t" }), from: "bot" });
    expect([long?.text.length, long?.buttons.length]).toEqual([8000, 12]);
    expect(envelope({ type: "answer", sources: Array(50).fill({ title: "t" }) })?.sources).toHaveLength(6);
  });
  it("drops the parts that don't fit and keeps the rest", () => {
    const read = session({ token: "t", resumed: "yes", messages: [null, { id: "a", text: "x" }, 5] });
    expect(read).toMatchObject({ resumed: false, typing: false, messages: [{ id: "a", turn: "a", from: "bot" }] });
  });
  it("a button without a payload says its title", () => {
    expect(message({ id: "a", text: "x", buttons: [{ title: "Yes" }, { payload: "no title" }] })?.buttons).toEqual([{ title: "Yes", payload: "Yes" }]);
  });
  it("an odd acknowledgement is a refusal with a wait that makes sense", () => {
    expect(ack({ ok: true })).toEqual({ ok: true });
    for (const value of [null, {}, { ok: "true" }, { ok: false, retry_after: -1 }, { ok: false, retry_after: 1e9 }]) {
      expect(ack(value)).toEqual({ ok: false, code: "bad", retryAfter: 5 });
    }
  });
});
