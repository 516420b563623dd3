// The panel's entry: what the loader fetches when the chat is wanted. Mounting neither stores nor sends anything.
import { render } from "preact";
import type { Host, Mount } from "../contract";
import { loadWords } from "../locales";
import { Conversation } from "../state/conversation";
import { connectSocket } from "../transport/socket";
import { App, type FocusWish } from "./app";
import css from "./panel.css?inline";
import { readPanelSettings } from "./settings";

export const mount: Mount = async (host) => {
  const words = await loadWords(host.settings.lang);
  const settings = readPanelSettings(host.settings);
  addSheet(host);
  const chat = new Conversation(host, { connect: connectSocket, askFirst: settings.askFirst, typingWords: words.typing });
  const wish: FocusWish = { input: false };
  render(<App chat={chat} host={host} settings={settings} words={words} wish={wish} />, host.root);
  return {
    show(byVisitor) {
      wish.input = byVisitor;
      chat.open();
    },
    hide: () => chat.close(),
    send: (text) => chat.sayOrDraft(text),
    reset: () => void chat.erase(),
    consent: (given) => chat.agree(given),
  };
};

function addSheet(host: Host): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const root = host.root.getRootNode() as ShadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
