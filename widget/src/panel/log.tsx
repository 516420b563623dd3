// The transcript: greeting, messages, typing, choices. It scrolls by itself only while the visitor is at its end.
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Button, Source } from "../contract";
import type { Words } from "../locales";
import type { Conversation } from "../state/conversation";
import { answerOf, openButtons, type Line } from "../state/lines";
import type { State } from "../state/state";
import { Icon } from "./icons";
import { LineView } from "./line";
import { Notice } from "./notice";
import type { PanelSettings } from "./settings";

interface LogProps {
  chat: Conversation;
  settings: PanelSettings;
  words: Words;
  state: State;
  /** Called after a choice was clicked and its button is gone. */
  used(): void;
}

const NEAR_PX = 60;
const PAUSE_MS = 10 * 60_000;
const NONE: Source[] = [];

export function Log({ chat, settings, words, state, used }: LogProps): JSX.Element {
  const { lines, typing, agreed, erased } = state;
  const { box, below, toEnd, scrolled } = useFollowing(state);
  const sources = sourcesByLine(lines);
  const { greeting, starters, privacy } = settings;
  const first = (starters.length ? starters : words.starters).map((title) => ({ title, payload: title }));
  const choose = (button: Button): void => {
    chat.say(button.title, button.payload);
    used();
  };
  return (
    <div class="log-area">
      <div class="log" part="log" role="log" aria-live="off" aria-label={words.log} tabIndex={0} ref={box} onScroll={scrolled}>
        {!erased && <Notice words={words} privacy={privacy} short={lines.length > 0} />}
        {erased && <p class="notice">{words.erased}</p>}
        <ol class="lines">
          <li class="line bot"><span class="sr">{words.bot}: </span>
            <div class="bubble" part="bubble bubble-bot" dir="auto">{greeting || words.greeting}</div></li>
          {lines.map((line, index) => (
            <LineView key={line.id} line={line} words={words} sources={sources.get(line.id) ?? NONE}
              timed={pauseAfter(line, lines[index + 1])} retry={(id) => chat.retry(id)} />
          ))}
        </ol>
        {typing && <Typing words={words} />}
        {agreed && !typing && <Choices buttons={lines.length ? openButtons(lines) : first} words={words} choose={choose} />}
      </div>
      {below && <button type="button" class="news" onClick={toEnd}><Icon name="down" />{words.newMessages}</button>}
    </div>
  );
}

function sourcesByLine(lines: readonly Line[]): Map<string, Source[]> {
  const closing = lines.filter((line) => line.data?.sources.length);
  return new Map(closing.map((line) => [answerOf(lines, line), line.data?.sources ?? NONE]));
}

/** Whether the time is worth showing below a line: it is the last, or nothing followed for a while. */
function pauseAfter(line: Line, next: Line | undefined): boolean {
  return !next || Date.parse(next.at) - Date.parse(line.at) > PAUSE_MS;
}

function Typing({ words }: { words: Words }): JSX.Element {
  return <div class="typing" part="typing" aria-hidden="true" title={words.typing}><i /><i /><i /></div>;
}

function Choices({ buttons, words, choose }: { buttons: Button[]; words: Words; choose(button: Button): void }): JSX.Element | null {
  if (!buttons.length) return null;
  return (
    <div class="replies" role="group" aria-label={words.replies}>
      {buttons.map((button) => (
        <button type="button" key={button.title} class="reply" part="reply" dir="auto" onClick={() => choose(button)}>{button.title}</button>
      ))}
    </div>
  );
}

/** Follows the conversation while the visitor is at its end or has just written; otherwise says that there is more below. */
function useFollowing({ lines, typing, open }: State) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const seen = useRef(0);
  const [below, setBelow] = useState(false);
  const toEnd = (): void => {
    const log = box.current;
    if (!log) return;
    log.scrollTop = log.scrollHeight;
    atEnd.current = true;
    setBelow(false);
  };
  useLayoutEffect(() => {
    const grown = lines.length > seen.current;
    const own = grown && lines.at(-1)?.from === "visitor";
    seen.current = lines.length;
    if (open && (own || atEnd.current)) toEnd();
    else if (grown) setBelow(open);
  }, [lines, typing, open]);
  const scrolled = (): void => {
    const log = box.current;
    if (!log) return;
    atEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
    if (atEnd.current) setBelow(false);
  };
  return { box, below, toEnd, scrolled };
}
