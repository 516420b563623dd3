// One visitor's conversation: what the views show, and everything that changes it.
import type { Envelope, Host, Message, Session } from "../contract";
import { pageContext } from "../page/context";
import { watchPage } from "../page/watch";
import { plain } from "../markdown/plain";
import { openStorage, type Kept, type Storage } from "../storage/storage";
import { openTabs, yieldsTo, type Claim, type Tabs } from "../storage/tabs";
import type { Link, Transport } from "../transport/transport";
import { closeTurn, newestKnown, newLine, onlyPending, place, unreadCount, withoutSources, type Line } from "./lines";
import { News } from "./news";
import { Outbox } from "./outbox";
import { NOTHING, type ConversationOptions, type State } from "./state";
import { Store, until } from "./store";

const TYPING_MS = 60_000;
const ERASE_MS = 10_000;
const LONGEST = 4000;

export class Conversation {
  readonly store: Store<State>;
  draft = "";
  private readonly storage: Storage;
  private readonly transport: Transport;
  private readonly tabs: Tabs;
  private readonly outbox: Outbox;
  private kept: Kept;
  private token: string | null = null;
  private born = 0;
  private moved = false;
  private readonly news: News;
  private timers: Partial<Record<"save" | "typing", number>> = {};

  constructor(private readonly host: Host, private readonly options: ConversationOptions) {
    const key = `puente:${host.settings.id}`;
    this.storage = openStorage(key);
    this.kept = this.storage.load();
    this.store = new Store<State>(NOTHING);
    this.news = new News((name, detail) => this.host.emit(name, detail));
    this.recall();
    this.transport = options.connect(host.settings.server, () => ({ token: this.token, last: newestKnown(this.lines) }), {
      link: (link) => this.linked(link),
      session: (session) => this.greeted(session),
      message: (message) => this.heard(message),
      typing: (on) => this.typing(on),
      turnEnd: (turn, data) => this.ended(turn, data),
      erased: () => this.forget(true),
    });
    this.outbox = new Outbox({
      lines: () => this.lines,
      setLines: (lines) => this.store.set({ lines }),
      online: () => this.store.get().link === "online",
      send: (message) => this.transport.send(message),
    });
    this.tabs = openTabs(key, { claimed: (claim) => this.claimed(claim), read: (read) => this.store.set({ read }) });
    this.store.subscribe(() => this.changed());
    this.watchPage();
  }

  private get lines(): Line[] {
    return this.store.get().lines;
  }

  /** The visitor opened the panel: the first moment anything may be stored or sent. */
  open(): void {
    if (!this.lines.length) this.recall();
    this.store.set({ open: true });
    if (this.store.get().agreed) this.transport.open();
    this.seen();
  }

  close = (): void => this.store.set({ open: false });

  /** The visitor agreed to the notice, or the page's consent tool said so; or took that back. */
  agree(given: boolean): void {
    this.store.set({ agreed: given });
    if (!given) {
      this.transport.close();
      this.forget();
      this.storage.clear();
    } else if (this.store.get().open) this.transport.open();
  }

  /** Queues a message; `payload` is what is sent where a button's title is shown. */
  say(text: string, payload?: string): void {
    const { settings, context, landing } = this.host;
    const line = newLine(text, pageContext(this.kept.landing ?? landing, context, settings.lang), payload);
    this.draft = "";
    this.store.set({ lines: [...this.lines, line], erased: false });
    this.save();
    this.news.begin(line.turn);
    this.news.message(line);
    this.transport.open();
    void this.outbox.pump();
  }

  /** What the page's scripts want sent; a draft until the visitor has agreed. */
  sayOrDraft(text: string): void {
    const said = text.trim().slice(0, LONGEST);
    if (!said) return;
    if (this.store.get().agreed) this.say(said);
    else this.note(said);
  }

  retry(id: string): void {
    this.outbox.retry(id);
    this.transport.open();
  }

  reconnect = (): void => this.transport.reopen();

  /** Keeps what is being written over a reload. */
  note(draft: string): void {
    this.draft = draft;
    this.saveSoon();
  }

  /** Erases the conversation here and on the server; false when the server could not be asked. */
  async erase(): Promise<boolean> {
    if (this.token && this.lines.some((line) => line.status !== "waiting")) {
      this.transport.open();
      if (!(await until(this.store, ({ link }) => link === "online", ERASE_MS))) return false;
      // Word that it is erased counts as much as the acknowledgement, which a broken connection may swallow.
      const told = until(this.store, ({ erased }) => erased, ERASE_MS);
      if (!(await Promise.race([this.transport.erase(), told]))) return false;
    }
    this.forget();
    return true;
  }

  private recall(): void {
    const { host } = this;
    this.kept = this.storage.load();
    const { token, born, lines, read, draft, agreed, landing } = this.kept;
    Object.assign(this, { token, born, draft });
    this.kept.landing = landing ?? host.landing;
    for (const line of lines) if (line.status === "waiting") this.news.begin(line.turn);
    this.store.set({ lines, read, agreed: agreed || !this.options.askFirst });
  }

  private linked(link: Link): void {
    this.store.set({ link, ...(link !== "online" && { typing: false }) });
    if (link === "online") void this.outbox.pump();
  }

  private greeted({ token, resumed, typing, messages }: Session): void {
    if (!resumed) this.born = Date.now();
    const changed = token !== this.token;
    this.token = token;
    const known = new Set(this.lines.map((line) => line.id));
    let lines = resumed ? this.lines : onlyPending(this.lines);
    for (const message of messages) lines = place(lines, message);
    const missed = messages.filter((message) => message.from === "bot" && !known.has(message.id));
    this.store.set({ lines, ...(known.size && missed.length && { spoken: missed.map((one) => plain(one.text)).join("\n") }) });
    this.typing(typing);
    for (const message of missed) this.news.message(message);
    if (changed && this.claim && !this.moved) this.tabs.claim(this.claim);
    this.moved = false;
    this.seen();
  }

  private heard(message: Message): void {
    const known = this.lines.some((line) => line.id === message.id);
    this.store.set({ lines: place(this.lines, message), erased: false });
    if (message.from === "bot" && !known) this.news.message(message);
    this.seen();
  }

  private ended(turn: string, data: Envelope | null): void {
    const said = this.lines.filter((line) => line.turn === turn && line.from === "bot");
    const spoken = said.map(({ text }) => plain(withoutSources(text, data?.sources ?? []))).join("\n");
    this.store.set({ lines: closeTurn(this.lines, turn, data), spoken });
    this.typing(false);
    this.news.turn(turn, data);
  }

  private typing(on: boolean): void {
    clearTimeout(this.timers.typing);
    if (on) this.timers.typing = window.setTimeout(() => this.store.set({ typing: false }), TYPING_MS);
    if (on && !this.store.get().typing) this.store.set({ spoken: this.options.typingWords });
    this.store.set({ typing: on });
  }

  /** `moved`: the server has every tab's connection go on in the same new conversation, so there is nothing to agree on. */
  private forget(moved = false): void {
    this.moved = moved;
    this.token = null;
    this.draft = "";
    this.news.forget();
    this.store.set({ lines: [], typing: false, erased: true, read: "", spoken: "" });
    this.save();
  }

  /** What the visitor has before their eyes counts as read, in every tab. */
  private seen(): void {
    const { open, read } = this.store.get();
    const newest = this.lines.findLast((line) => line.from === "bot")?.id;
    if (!open || document.hidden || !newest || newest === read) return;
    this.store.set({ read: newest });
    this.tabs.read(newest);
  }

  private get claim(): Claim | null {
    return this.token ? { token: this.token, born: this.born, begun: this.lines.length > 0 } : null;
  }

  /** Two tabs opened at once got a conversation each; all go on with one. */
  private claimed(other: Claim, own = this.claim): void {
    if (yieldsTo(own, other)) {
      Object.assign(this, { token: other.token, born: other.born });
      if (this.store.get().link !== "idle") this.transport.reopen();
    } else if (own && yieldsTo(other, own)) this.tabs.claim(own);
  }

  private changed({ lines, read } = this.store.get()): void {
    this.host.setUnread(unreadCount(lines, read));
    this.saveSoon();
  }

  private saveSoon(): void {
    this.timers.save ??= window.setTimeout(() => this.save(), 200);
  }

  private save(): void {
    clearTimeout(this.timers.save);
    delete this.timers.save;
    const { open, lines, read, agreed } = this.store.get();
    const { token, born, draft, kept: { landing } } = this;
    this.storage.save({
      open, lines, read, token, born, draft, landing, unread: unreadCount(lines, read),
      agreed: agreed && this.options.askFirst,
    });
  }

  private watchPage(): void {
    watchPage({
      left: () => this.timers.save && this.save(),
      hiddenLong: () => this.transport.close(),
      network: (on) => {
        const { link } = this.store.get();
        if (link === (on ? "offline" : "online")) this.transport.reopen();
      },
      back: () => {
        const { open, agreed, link } = this.store.get();
        this.seen();
        if (open && agreed) this.transport.open();
        if (link === "offline") this.transport.reopen();
      },
    });
  }
}
