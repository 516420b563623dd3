// What tabs of one site tell each other directly. Messages themselves reach every tab through the server.
import { loose, text } from "../state/guards";

/** A tab's conversation, to agree on one: `begun` when the visitor said something in it, `born` in ms. */
export interface Claim {
  token: string;
  born: number;
  begun: boolean;
}

export interface Tabs {
  claim(claim: Claim): void;
  read(id: string): void;
  close(): void;
}

export interface TabsListener {
  claimed(claim: Claim): void;
  read(id: string): void;
}

/** Opens the channel between tabs; a browser without one has tabs that learn of each other from the server only. */
export function openTabs(name: string, listener: TabsListener): Tabs {
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
  channel?.addEventListener("message", (event: MessageEvent) => {
    const given = loose(event.data);
    if (given["kind"] === "read") listener.read(text(given["id"]));
    const token = text(given["token"], 4000);
    if (given["kind"] === "claim" && token) listener.claimed({ token, born: Number(given["born"]), begun: given["begun"] === true });
  });
  return {
    claim: (claim) => channel?.postMessage({ kind: "claim", ...claim }),
    read: (id) => channel?.postMessage({ kind: "read", id }),
    close: () => channel?.close(),
  };
}

/** Whether another tab's conversation is the one to go on with. */
export function yieldsTo(own: Claim | null, other: Claim): boolean {
  if (!own) return true;
  if (own.token === other.token || (own.begun && other.begun)) return false;
  if (own.begun !== other.begun) return other.begun;
  return other.born < own.born || (other.born === own.born && other.token < own.token);
}
