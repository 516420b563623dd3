// Socket.IO 4: reconnects by itself; each new connection names the conversation and the newest message held.
import { io, type Socket } from "socket.io-client";
import { ack, envelope, loose, message, session, text } from "../state/guards";
import type { Connect, Delivery, TransportListener } from "./transport";

const TURN_MS = 45_000;
const BACK_OFF_MS = 8_000;

/** A transport over Socket.IO, not connected yet. */
export const connectSocket: Connect = (server, credentials, listener) => {
  const socket = io(server, {
    path: "/socket.io",
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: BACK_OFF_MS,
    timeout: 10_000,
    auth: (give) => give(credentials()),
  });
  let again = 0;
  const later = (ms: number): void => {
    clearTimeout(again);
    again = window.setTimeout(() => socket.connect(), ms);
  };
  hear(socket, listener);
  watch(socket, listener, later);
  return {
    open() {
      if (socket.active) return;
      listener.link("connecting");
      socket.connect();
    },
    close() {
      clearTimeout(again);
      socket.disconnect();
      listener.link("idle");
    },
    reopen() {
      // Ends a running back-off; connect() alone would wait for it.
      socket.disconnect();
      listener.link("offline");
      later(0);
    },
    send: (outgoing) => acknowledged(socket, "message", outgoing),
    erase: async () => {
      const delivery = await acknowledged(socket, "erase", {});
      return typeof delivery === "object" && delivery.ok;
    },
  };
};

function acknowledged(socket: Socket, event: string, body: object): Promise<Delivery> {
  return new Promise((resolve) => {
    if (!socket.connected) return resolve("lost");
    socket.timeout(TURN_MS).emit(event, body, (error: Error | null, answer: unknown) => {
      if (error) resolve(socket.connected && /timed out/.test(error.message) ? "timeout" : "lost");
      else resolve(ack(answer));
    });
  });
}

function hear(socket: Socket, listener: TransportListener): void {
  socket.on("session", (value: unknown) => {
    const given = session(value);
    if (!given) return;
    listener.session(given);
    listener.link("online");
  });
  socket.on("message", (value: unknown) => {
    const given = message(value);
    if (given) listener.message(given);
  });
  socket.on("typing", (value: unknown) => listener.typing(loose(value)["on"] === true));
  socket.on("turn_end", (value: unknown) => listener.turnEnd(text(loose(value)["turn"]), envelope(loose(value)["data"])));
  socket.on("erased", () => listener.erased());
}

function watch(socket: Socket, listener: TransportListener, later: (ms: number) => void): void {
  socket.on("disconnect", (reason) => {
    if (reason === "io client disconnect") return;
    listener.link("offline");
    // Put out by the server: Socket.IO would leave it at that.
    if (reason === "io server disconnect") later(1000);
  });
  socket.on("connect_error", (error: Error & { data?: unknown }) => {
    const { code, retry_after: wait } = loose(error.data);
    if (code === "origin") return listener.link("origin");
    listener.link(code === "busy" ? "busy" : "offline");
    if (!socket.active) later(1000 * Math.min(300, Math.max(2, Number(wait) || 5)));
  });
}
