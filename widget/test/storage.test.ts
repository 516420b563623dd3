// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { glance, noteNudge, nudgedLately } from "../src/loader/memory";
import { openStorage, type Kept } from "../src/storage/storage";
import { yieldsTo } from "../src/storage/tabs";
import type { Line } from "../src/state/lines";

const KEY = "puente:x";
const line = (id: string, more: Partial<Line> = {}): Line => ({ id, turn: id, from: "visitor", text: "hello", buttons: [], at: "", data: null, status: "sent", ...more });
const kept = (more: Partial<Kept> = {}): Kept => ({ open: true, agreed: false, unread: 0, token: "t", born: Date.now(), read: "", draft: "half", landing: null, lines: [line("a")], ...more });

beforeEach(() => localStorage.clear());

describe("storage", () => {
  it("gives back what was saved; a message under way waits again", () => {
    const storage = openStorage(KEY);
    storage.save(kept({ lines: [line("a"), line("b", { status: "sending", payload: "B" }), line("c", { status: "failed", problem: "timeout" })] }));
    expect(storage.load()).toMatchObject({ token: "t", draft: "half", lines: [{ status: "sent" }, { status: "waiting", payload: "B" }, { status: "failed", problem: "timeout" }] });
  });
  it("keeps nothing of a conversation before the visitor's first message", () => {
    openStorage(KEY).save(kept({ lines: [line("a.1", { from: "bot" })] }));
    expect(JSON.parse(localStorage.getItem(KEY) ?? "")).toEqual({ v: 1, open: true, agreed: false, unread: 0 });
  });
  it("forgets a conversation after thirty days, but not that the visitor agreed", () => {
    const storage = openStorage(KEY);
    storage.save(kept({ born: Date.now() - 31 * 24 * 3600 * 1000, agreed: true }));
    expect(storage.load()).toMatchObject({ token: null, lines: [], draft: "", agreed: true });
  });
  it.each(["", "{", "null", "[]", "7", '"x"', '{"v":2,"token":"t"}', '{"v":1,"born":"soon","lines":{}}'])("takes %j for nothing", (text) => {
    localStorage.setItem(KEY, text);
    expect(openStorage(KEY).load()).toMatchObject({ token: null, lines: [], open: false });
    expect(glance("x")).toEqual({ open: false, unread: 0 });
  });
  it("keeps what another tab has not delivered yet, and only that", () => {
    const one = openStorage(KEY);
    one.save(kept({ lines: [line("a"), line("b", { status: "waiting" })] }));
    openStorage(KEY).save(kept({ lines: [line("a"), line("c")] }));
    expect(one.load().lines.map(({ id }) => id)).toEqual(["a", "c", "b"]);
    openStorage(KEY).save(kept({ token: "other", lines: [line("d")] }));
    expect(one.load().lines.map(({ id }) => id)).toEqual(["d"]);
  });
  it("remembers a dismissed nudge", () => {
    expect(nudgedLately("x")).toBe(false);
    noteNudge("x");
    expect(nudgedLately("x")).toBe(true);
  });
});

describe("two tabs with a conversation each", () => {
  const old = { token: "a", born: 1, begun: false };
  const young = { token: "b", born: 2, begun: false };
  it("go on with the older one", () => {
    expect([yieldsTo(young, old), yieldsTo(old, young), yieldsTo(null, young)]).toEqual([true, false, true]);
  });
  it("go on with the one in which something was said", () => {
    expect([yieldsTo(old, { ...young, begun: true }), yieldsTo({ ...young, begun: true }, old)]).toEqual([true, false]);
  });
  it("never swap", () => {
    const twin = { ...old, token: "b" };
    expect([yieldsTo(old, twin), yieldsTo(twin, old)]).toEqual([false, true]);
  });
});
