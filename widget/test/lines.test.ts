import { describe, expect, it } from "vitest";
import type { Envelope, Message } from "../src/contract";
import { answerOf, asked, change, closeTurn, newestKnown, onlyPending, openButtons, place, unreadCount, withoutSources, type Line } from "../src/state/lines";

const visitor = (id: string, more: Partial<Line> = {}): Line => ({ id, turn: id, from: "visitor", text: `said ${id}`, buttons: [], at: "", data: null, status: "sent", ...more });
const bot = (id: string, more: Partial<Message> = {}): Message => ({ id, turn: id.split(".")[0] ?? "", from: "bot", text: `answer ${id}`, buttons: [], at: "", data: null, ...more });
const envelope = (more: Partial<Envelope> = {}): Envelope => ({ type: "answer", sources: [], asks: null, lead: null, ...more });
const ids = (lines: readonly Line[]): string[] => lines.map(({ id }) => id);

describe("placing a message of the server's", () => {
  it("puts an answer after its own turn and before what is still on its way", () => {
    const lines = [visitor("a"), visitor("b", { status: "waiting" })];
    expect(ids(place(place(lines, bot("a.1")), bot("a.2")))).toEqual(["a", "a.1", "a.2", "b"]);
  });
  it("puts another tab's message before what is still on its way", () => {
    expect(ids(place([visitor("a"), visitor("b", { status: "waiting" })], { ...visitor("c") }))).toEqual(["a", "c", "b"]);
  });
  it("never doubles one, marks the visitor's as sent and keeps the title they clicked", () => {
    const [line] = place([visitor("a", { status: "sending", text: "Yes, please", problem: "rate" })], { ...visitor("a"), text: "yes" });
    expect(line).toMatchObject({ status: "sent", text: "Yes, please" });
    expect(line).not.toHaveProperty("problem");
  });
  it("keeps an envelope that a replay doesn't carry", () => {
    const [, line] = place(closeTurn(place([visitor("a")], bot("a.1")), "a", envelope({ asks: "name" })), bot("a.1"));
    expect(line?.data?.asks).toBe("name");
  });
  it("keeps the last hundred", () => {
    let lines: Line[] = [];
    for (let number = 0; number < 150; number++) lines = place(lines, bot(`t${number}.1`));
    expect([lines.length, lines.at(-1)?.id]).toEqual([100, "t149.1"]);
  });
});

describe("what the transcript tells", () => {
  const lines = closeTurn([visitor("a"), bot("a.1"), bot("a.2")].reduce<Line[]>(place, []), "a", envelope({ asks: "email" }));
  it("the newest message that the server has", () => {
    expect(newestKnown([...lines, visitor("b", { status: "sending" })])).toBe("a.2");
    expect(newestKnown([])).toBeNull();
  });
  it("what is unread: the bot's messages after the one read last, none after one that is unknown", () => {
    expect([unreadCount(lines, ""), unreadCount(lines, "a.1"), unreadCount(lines, "a.2"), unreadCount(lines, "gone")]).toEqual([2, 1, 0, 0]);
  });
  it("the open question, also after the visitor's next message", () => {
    expect(asked([...lines, visitor("b")])).toBe("email");
  });
  it("choices only until the visitor says something", () => {
    const offered = place(lines, bot("b.1", { buttons: [{ title: "Yes", payload: "yes" }] }));
    expect(openButtons(offered)).toHaveLength(1);
    expect(openButtons([...offered, visitor("c", { status: "waiting" })])).toEqual([]);
  });
  it("sources belong under the answer, not under the question that follows it", () => {
    expect(answerOf(lines, lines[2] as Line)).toBe("a.1");
    expect(answerOf(lines, { ...(lines[2] as Line), data: envelope() })).toBe("a.2");
  });
  it("a conversation the server has lost leaves what it never got", () => {
    expect(ids(onlyPending([visitor("a"), visitor("b", { status: "failed" }), visitor("c", { status: "waiting" })]))).toEqual(["b", "c"]);
  });
  it("one line changes, the others stay the same objects", () => {
    const changed = change(lines, "a.1", { text: "x" });
    expect([changed[0] === lines[0], changed[1]?.text]).toEqual([true, "x"]);
  });
});

describe("the line that names the sources", () => {
  const sources = [{ title: "T", section: "Monterrey", url: null }, { title: "T", section: "Tijuana", url: null }];
  it("is left out where the sources stand below", () => {
    expect(withoutSources("Both.\nSource: Monterrey; Tijuana", sources)).toBe("Both.");
  });
  it.each(["Both.\nSource: Monterrey", "Source: Monterrey; Tijuana", "Both."])("anything else stays: %j", (text) => {
    expect(withoutSources(text, sources)).toBe(text);
    expect(withoutSources(text, [])).toBe(text);
  });
});
