// Whatever comes from the server or from storage is unknown until it passed here; what doesn't fit is dropped.
import type { Ack, Button, Envelope, Message, Session, Source } from "../contract";

const LONGEST_TEXT = 8000;
const MOST_BUTTONS = 12;
const MOST_SOURCES = 6;
type Loose = Record<string, unknown>;

/** The value as an object to look into; empty when it is none. */
export function loose(value: unknown): Loose {
  return value && typeof value === "object" ? (value as Loose) : {};
}

/** The value as bounded text; empty when it is none. */
export function text(value: unknown, longest = 200): string {
  return typeof value === "string" ? value.slice(0, longest) : "";
}

function each<T>(value: unknown, read: (one: unknown) => T | null, most: number): T[] {
  const found = Array.isArray(value) ? value.map(read) : [];
  return found.filter((one): one is Awaited<T> & T => one !== null).slice(0, most);
}

function button(value: unknown): Button | null {
  const { title, payload } = loose(value);
  return text(title) ? { title: text(title), payload: text(payload, 1000) || text(title) } : null;
}

function source(value: unknown): Source | null {
  const { title, section, url } = loose(value);
  return text(title) || text(section) ? { title: text(title), section: text(section), url: text(url, 2000) || null } : null;
}

/** The envelope of a turn; null when there is none. */
export function envelope(value: unknown): Envelope | null {
  const { type, sources, asks, lead } = loose(value);
  if (!text(type)) return null;
  const { reference, status } = loose(lead);
  return {
    type: text(type),
    sources: each(sources, source, MOST_SOURCES),
    asks: text(asks) || null,
    lead: text(reference) ? { reference: text(reference), status: text(status) } : null,
  };
}

/** A message; null when it has no id or says nothing. */
export function message(value: unknown): Message | null {
  const given = loose(value);
  const id = text(given["id"]);
  const buttons = each(given["buttons"], button, MOST_BUTTONS);
  if (!id || (!text(given["text"]) && !buttons.length)) return null;
  return {
    id,
    turn: text(given["turn"]) || id,
    from: given["from"] === "visitor" ? "visitor" : "bot",
    text: text(given["text"], LONGEST_TEXT),
    buttons,
    at: text(given["at"], 40),
    data: envelope(given["data"]),
  };
}

/** The first thing a server says; null when it holds no token. */
export function session(value: unknown): Session | null {
  const given = loose(value);
  const token = text(given["token"], 4000);
  if (!token) return null;
  const messages = each(given["messages"], message, 1000);
  return { token, resumed: given["resumed"] === true, typing: given["typing"] === true, messages };
}

/** What became of something sent; anything odd counts as malformed. */
export function ack(value: unknown): Ack {
  const given = loose(value);
  if (given["ok"] === true) return { ok: true };
  const wait = Number(given["retry_after"]);
  return { ok: false, code: text(given["code"]) || "bad", retryAfter: wait > 0 && wait < 3600 ? wait : 5 };
}
