// The panel as a whole: what is where, who has the focus.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Host } from "../contract";
import type { Words } from "../locales";
import { followViewport, holdPage } from "../page/behind";
import type { Conversation } from "../state/conversation";
import { asked } from "../state/lines";
import { Banner } from "./banner";
import { Composer } from "./composer";
import { EraseDialog } from "./erase";
import { Header } from "./header";
import { coarsePointer, useFullScreen, useStore } from "./hooks";
import { Log } from "./log";
import { Agreement } from "./notice";
import type { PanelSettings } from "./settings";

/** Whether the visitor asked for the panel, so that the focus may go there. */
export interface FocusWish {
  input: boolean;
}

export interface AppProps {
  chat: Conversation;
  host: Host;
  settings: PanelSettings;
  words: Words;
  wish: FocusWish;
}

export function App({ chat, host, settings, words, wish }: AppProps): JSX.Element {
  const state = useStore(chat.store);
  const panel = useRef<HTMLDivElement>(null);
  const [erasing, setErasing] = useState(false);
  const { page } = host.settings;
  const full = useFullScreen(page);
  useFocusOnOpen(state.open, state.agreed, panel, wish);
  useScreen(state.open && full, panel, host);
  const focusField = (): void => panel.current?.querySelector<HTMLElement>(coarsePointer() ? ".log" : ".field")?.focus();
  const title = settings.title || words.title;
  const closing = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    event.stopPropagation();
    host.close();
  };
  return (
    <div class="panel" part="panel" ref={panel} role={page ? "region" : "dialog"} aria-modal={full ? "true" : undefined} aria-label={title}
      tabIndex={-1} hidden={!state.open} onKeyDown={closing}>
      <div class="stack" inert={erasing}>
        <Header host={host} privacy={settings.privacy} words={words} state={state} title={title} erase={() => setErasing(true)} />
        <Banner link={state.link} words={words} retry={() => chat.reconnect()} />
        <Log chat={chat} settings={settings} words={words} state={state} used={focusField} />
        {state.agreed
          ? <Composer chat={chat} words={words} asks={asked(state.lines)} />
          : <Agreement words={words} agree={() => { wish.input = true; chat.agree(true); }} />}
      </div>
      {erasing && <EraseDialog words={words} erase={() => chat.erase()} done={() => { setErasing(false); focusField(); }} />}
      <div class="sr" role="status" aria-live="polite">{state.spoken}</div>
    </div>
  );
}

type Panel = { readonly current: HTMLDivElement | null };

function useFocusOnOpen(open: boolean, agreed: boolean, panel: Panel, wish: FocusWish): void {
  useEffect(() => {
    if (!open || !wish.input) return;
    wish.input = false;
    const input = agreed ? ".field" : ".agree";
    (coarsePointer() ? panel.current : panel.current?.querySelector<HTMLElement>(input))?.focus();
  }, [open, agreed]);
}

function useScreen(covering: boolean, panel: Panel, host: Host): void {
  useEffect(() => {
    if (!covering || !panel.current) return undefined;
    const releases = [holdPage(host.element), followViewport(panel.current)];
    return () => releases.forEach((release) => release());
  }, [covering]);
}
