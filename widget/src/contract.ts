// What the loader, the panel and the server say to each other. The server's side is bot/channels/website/connector.py.

/** A choice offered under a message; a click sends `payload` and shows `title`. */
export interface Button {
  title: string;
  payload: string;
}

export interface Source {
  title: string;
  section: string;
  url: string | null;
}

/** The machine-readable object at the end of a turn: docs/rest.md, "The envelope". */
export interface Envelope {
  type: string;
  sources: Source[];
  asks: string | null;
  lead: { reference: string; status: string } | null;
}

export interface Message {
  id: string;
  turn: string;
  from: "visitor" | "bot";
  text: string;
  buttons: Button[];
  at: string;
  data: Envelope | null;
}

export interface Session {
  token: string;
  resumed: boolean;
  typing: boolean;
  messages: Message[];
}

export type Ack = { ok: true } | { ok: false; code: string; retryAfter: number };

/** How the page was reached; kept in memory until the visitor opens the chat. */
export interface Landing {
  url: string;
  referrer: string;
}

/** What the site's owner sets: data attributes of the script tag, or window.PuenteSettings. */
export interface Settings {
  /** Everything as given; panel/settings.ts reads what only the panel needs. */
  given: Record<string, unknown>;
  id: string;
  server: string;
  lang: string;
  dir: "ltr" | "rtl";
  theme: string;
  position: string;
  /** The chat is the page, as in a frame: no launcher, nothing to close. */
  page: boolean;
  launcher: boolean;
  label: string;
  accent: string;
  nudge: string;
  nudgeDelay: number;
}

/** What the panel may ask of the loader. */
export interface Host {
  root: HTMLElement;
  element: HTMLElement;
  settings: Settings;
  landing: Landing;
  context: Record<string, unknown>;
  emit(name: string, detail?: object): void;
  close(): void;
  setUnread(count: number): void;
}

/** What the loader may ask of the panel. */
export interface Panel {
  show(byVisitor: boolean): void;
  hide(): void;
  send(text: string): void;
  reset(): void;
  consent(given: boolean): void;
}

export type Mount = (host: Host) => Promise<Panel>;

/** Phones, and desktops zoomed so far that a floating panel would not fit. */
export const FULL_SCREEN = "(max-width: 520px), (max-height: 420px)";
