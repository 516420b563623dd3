// What the views show, and what a conversation depends on.
import type { Connect, Link } from "../transport/transport";
import type { Line } from "./lines";

export interface State {
  lines: Line[];
  link: Link;
  typing: boolean;
  open: boolean;
  /** Whether the visitor may write: at once, or after agreeing where the site asks for that. */
  agreed: boolean;
  /** Id of the bot's message last read. */
  read: string;
  /** Set after the conversation was erased, until the next message. */
  erased: boolean;
  /** What assistive technology reads out. */
  spoken: string;
}

export const NOTHING: State = {
  lines: [], link: "idle", typing: false, open: false, agreed: false, read: "", erased: false, spoken: "",
};

export interface ConversationOptions {
  connect: Connect;
  /** Whether the visitor must agree before anything is sent. */
  askFirst: boolean;
  /** What is read out while the bot writes. */
  typingWords: string;
}
