// The transcript as data: pure functions from one list of lines to the next.
import type { Button, Envelope, Message, Source } from "../contract";
import { newId } from "./id";

/** waiting: not sent yet. sending: sent, not acknowledged. sent: the server has it. failed: given up, may be tried again. */
export type Status = "waiting" | "sending" | "sent" | "failed";

export interface Line extends Message {
  status: Status;
  /** Why it failed: a code of the server's, or "timeout". */
  problem?: string;
  /** What is sent in place of the text: a button's payload. */
  payload?: string;
  metadata?: object;
}

const MOST_LINES = 100;

const isPending = (line: Line): boolean => line.status !== "sent";

/** A visitor's message, not sent yet; `payload` is what is sent where a button's title is shown. */
export function newLine(text: string, metadata: object, payload?: string): Line {
  const id = newId();
  const line: Line = { id, turn: id, from: "visitor", text, buttons: [], at: new Date().toISOString(), data: null, status: "waiting", metadata };
  return payload !== undefined && payload !== text ? { ...line, payload } : line;
}

/** The lines with a server's message in its place: known ones are brought up to date, never doubled. */
export function place(lines: readonly Line[], message: Message): Line[] {
  const known = lines.findIndex((line) => line.id === message.id);
  if (known >= 0) return lines.map((line, index) => (index === known ? confirmed(line, message) : line));
  const at = insertAt(lines, message);
  return [...lines.slice(0, at), { ...message, status: "sent" as const }, ...lines.slice(at)].slice(-MOST_LINES);
}

/** What the visitor saw when choosing a button stays; the rest is the server's word. */
function confirmed(line: Line, message: Message): Line {
  const { problem: _problem, ...rest } = line;
  return { ...rest, ...message, text: line.from === "visitor" ? line.text : message.text, data: message.data ?? line.data, status: "sent" };
}

/** After its own turn's lines; otherwise before what is still on its way. */
function insertAt(lines: readonly Line[], message: Message): number {
  const own = lines.findLastIndex((line) => line.turn === message.turn);
  if (own >= 0) return own + 1;
  const pending = lines.findIndex((line) => line.status === "waiting" || line.status === "sending");
  return pending >= 0 ? pending : lines.length;
}

/** The lines with a turn's envelope on the turn's last message. */
export function closeTurn(lines: readonly Line[], turn: string, data: Envelope | null): Line[] {
  const last = lines.findLastIndex((line) => line.turn === turn && line.from === "bot");
  return lines.map((line, index) => (index === last && data ? { ...line, data } : line));
}

/** The lines with one changed. */
export function change(lines: readonly Line[], id: string, patch: Partial<Line>): Line[] {
  return lines.map((line) => (line.id === id ? { ...line, ...patch } : line));
}

/** What is left when the server knows nothing of the conversation: what it has not got yet. */
export function onlyPending(lines: readonly Line[]): Line[] {
  return lines.filter(isPending);
}

/** The newest message the server is known to have; null when there is none. */
export function newestKnown(lines: readonly Line[]): string | null {
  return lines.findLast((line) => !isPending(line))?.id ?? null;
}

/** The bot's messages after the one last read. */
export function unreadCount(lines: readonly Line[], read: string): number {
  const from = lines.findIndex((line) => line.id === read);
  if (read && from < 0) return 0;
  return lines.slice(from + 1).filter((line) => line.from === "bot").length;
}

/** The choices still open: those of the last message, until the visitor says something. */
export function openButtons(lines: readonly Line[]): Button[] {
  const last = lines.at(-1);
  return last?.from === "bot" ? last.buttons : [];
}

/** The slot whose question stands, by the last envelope. */
export function asked(lines: readonly Line[]): string | null {
  return lines.findLast((line) => line.data)?.data?.asks ?? null;
}

/** Where a turn's sources belong: under its answer, not under the question that follows it. */
export function answerOf(lines: readonly Line[], closing: Line): string {
  const turn = lines.filter((line) => line.turn === closing.turn && line.from === "bot");
  return (closing.data?.asks ? turn.at(-2) : null)?.id ?? closing.id;
}

/** The text without its last line where that only names the sources, which then stand below the text. */
export function withoutSources(text: string, sources: readonly Source[]): string {
  const at = text.lastIndexOf("\n");
  const named = `: ${sources.map(({ section }) => section).join("; ")}`;
  return at > 0 && sources.length && text.endsWith(named) && !text.slice(at, -named.length).includes(":") ? text.slice(0, at) : text;
}
