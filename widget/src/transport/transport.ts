// The line to the server, as the rest of the widget sees it.
import type { Ack, Envelope, Message, Session } from "../contract";

/** idle: nothing wanted. offline: being tried again. origin, busy: refused by the server. */
export type Link = "idle" | "connecting" | "online" | "offline" | "origin" | "busy";

/** lost: the connection broke. timeout: connected, but no word. */
export type Delivery = Ack | "lost" | "timeout";

export interface Outgoing {
  id: string;
  text: string;
  metadata: object;
}

export interface Transport {
  open(): void;
  close(): void;
  /** Connects anew, now: with new credentials, or instead of at the next step of the back-off. */
  reopen(): void;
  send(message: Outgoing): Promise<Delivery>;
  erase(): Promise<boolean>;
}

export interface TransportListener {
  link(link: Link): void;
  session(session: Session): void;
  message(message: Message): void;
  typing(on: boolean): void;
  turnEnd(turn: string, data: Envelope | null): void;
  erased(): void;
}

export type Connect = (server: string, credentials: () => object, listener: TransportListener) => Transport;
