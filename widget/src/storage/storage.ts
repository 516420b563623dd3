// What is kept in the browser between pages. Nothing before the visitor opens the chat, nothing of a conversation before
// the first message; blocked, full or garbled storage only means that it is forgotten.
import { loose, message, text } from "../state/guards";
import type { Line, Status } from "../state/lines";
import type { Landing } from "../contract";

const VERSION = 1;
const KEPT_DAYS = 30;
const DAY = 24 * 3600 * 1000;

export interface Kept {
  open: boolean;
  agreed: boolean;
  unread: number;
  token: string | null;
  /** When the conversation began, in ms. */
  born: number;
  read: string;
  draft: string;
  landing: Landing | null;
  lines: Line[];
}

export interface Storage {
  load(): Kept;
  save(kept: Kept): void;
  clear(): void;
}

/** Storage under a key: localStorage, or nothing but memory where that is blocked. */
export function openStorage(key: string): Storage {
  let memory: string | null = null;
  const read = (): string | null => {
    try {
      return localStorage.getItem(key) ?? memory;
    } catch {
      return memory;
    }
  };
  const write = (value: string | null): void => {
    memory = value;
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // Blocked or full: this page goes on with what is in memory.
    }
  };
  return {
    load: () => parse(read()),
    save: (kept) => write(serialise(kept, parse(read()))),
    clear: () => write(null),
  };
}

function parse(kept: string | null): Kept {
  let given: Record<string, unknown> = {};
  try {
    given = loose(JSON.parse(kept ?? "{}"));
  } catch {
    // Garbage: as if nothing were there.
  }
  const born = Number(given["born"]) || 0;
  const usable = given["v"] === VERSION && born > Date.now() - KEPT_DAYS * DAY;
  const lines = usable && Array.isArray(given["lines"]) ? given["lines"].map(line).filter((one) => one !== null) : [];
  const { url, referrer } = loose(given["landing"]);
  return {
    open: given["open"] === true,
    agreed: given["agreed"] === true,
    unread: Number(given["unread"]) || 0,
    token: usable ? text(given["token"], 4000) || null : null,
    born,
    read: usable ? text(given["read"]) : "",
    draft: usable ? text(given["draft"], 4000) : "",
    landing: text(url, 2000) ? { url: text(url, 2000), referrer: text(referrer, 2000) } : null,
    lines,
  };
}

function line(value: unknown): Line | null {
  const given = loose(value);
  const read = message(value);
  if (!read) return null;
  const status = (["waiting", "failed", "sent"] as Status[]).find((one) => one === given["status"]) ?? "waiting";
  const payload = text(given["payload"], 4000);
  const problem = text(given["problem"]);
  return {
    ...read,
    // A message under way when the page was left goes again, under the same id.
    status: read.from === "bot" ? "sent" : status,
    ...(payload && { payload }),
    ...(problem && { problem }),
    metadata: loose(given["metadata"]),
  };
}

/** The visitor's own wishes always; the conversation only once there is one. */
function serialise(kept: Kept, before: Kept): string {
  const { open, agreed, unread, ...conversation } = kept;
  const begun = kept.lines.some((one) => one.from === "visitor");
  const known = new Set(kept.lines.map((one) => one.id));
  // What another tab has not delivered yet must survive this tab's saving.
  const others = before.token === kept.token ? before.lines.filter((one) => one.status === "waiting" && !known.has(one.id)) : [];
  const lines = [...kept.lines, ...others];
  return JSON.stringify({ v: VERSION, open, agreed, unread, ...(begun && { ...conversation, lines }) });
}
