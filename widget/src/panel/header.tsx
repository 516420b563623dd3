// Title, what this is, and the two or three things one may do with the conversation.
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Host } from "../contract";
import type { Words } from "../locales";
import type { State } from "../state/state";
import { downloadTranscript } from "./download";
import { Icon } from "./icons";

interface HeaderProps {
  host: Host;
  privacy: string;
  words: Words;
  state: State;
  title: string;
  erase(): void;
}

export function Header({ host, privacy, words, state, title, erase }: HeaderProps): JSX.Element {
  const online = state.link === "online";
  return (
    <div class="header" part="header">
      <span class="mark"><Icon name="bridge" /></span>
      <div class="titles">
        <h2><bdi>{title}</bdi></h2>
        <p class={online ? "online" : ""}>{online ? words.online : words.subtitle}</p>
      </div>
      <Menu words={words} state={state} title={title} privacy={privacy} erase={erase} />
      {!host.settings.page && (
        <button type="button" class="tool" part="close" aria-label={words.close} onClick={() => host.close()}><Icon name="close" /></button>
      )}
    </div>
  );
}

interface MenuProps {
  words: Words;
  state: State;
  title: string;
  privacy: string;
  erase(): void;
}

function Menu({ words, state, title, privacy, erase }: MenuProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const empty = !state.lines.length;
  const choose = (act: () => void) => (): void => {
    setOpen(false);
    button.current?.focus();
    act();
  };
  const leaving = (event: FocusEvent): void => {
    if (!(event.currentTarget as Node).contains(event.relatedTarget as Node | null)) setOpen(false);
  };
  const escaping = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    choose(() => undefined)();
  };
  return (
    <div class="menu" onFocusOut={leaving} onKeyDown={escaping}>
      <button type="button" class="tool" ref={button} aria-label={words.menu} aria-expanded={open} aria-controls="menu" onClick={() => setOpen(!open)}>
        <Icon name="more" />
      </button>
      <ul id="menu" class="choices" hidden={!open}>
        <li><button type="button" aria-disabled={empty} onClick={choose(() => !empty && downloadTranscript(state.lines, words, title))}>
          <Icon name="download" />{words.download}</button></li>
        <li><button type="button" aria-disabled={empty} onClick={choose(() => !empty && erase())}>
          <Icon name="erase" />{words.erase}</button></li>
        {privacy && <li><a href={privacy} target="_blank" rel="noopener"><Icon name="alert" />{words.privacy}<span class="sr"> {words.newTab}</span></a></li>}
      </ul>
    </div>
  );
}
