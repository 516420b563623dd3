// One message, with what belongs under it.
import { Component, type JSX } from "preact";
import type { Source } from "../contract";
import type { Words } from "../locales";
import { safeUrl } from "../markdown/link";
import { OuterLink, Rich } from "../markdown/rich";
import { withoutSources, type Line } from "../state/lines";

interface LineProps {
  line: Line;
  words: Words;
  /** The turn's sources, where this message is its answer. */
  sources: readonly Source[];
  /** Whether the time stands below. */
  timed: boolean;
  retry(id: string): void;
}

export class LineView extends Component<LineProps> {
  override shouldComponentUpdate(next: LineProps): boolean {
    const { line, sources, timed } = this.props;
    return next.line !== line || next.sources !== sources || next.timed !== timed;
  }

  override render({ line, words, sources, timed, retry }: LineProps): JSX.Element {
    const visitor = line.from === "visitor";
    return (
      <li class={`line ${line.from} ${line.status}`}>
        <span class="sr">{visitor ? words.you : words.bot}: </span>
        {line.text && (
          <div class="bubble" part={`bubble bubble-${line.from}`} dir="auto">
            {visitor ? line.text : <Rich text={withoutSources(line.text, sources)} hint={words.newTab} />}
          </div>
        )}
        {sources.length > 0 && <Sources sources={sources} words={words} />}
        <Fate line={line} words={words} retry={retry} />
        {timed && line.status === "sent" && <Time at={line.at} />}
      </li>
    );
  }
}

function Sources({ sources, words }: { sources: readonly Source[]; words: Words }): JSX.Element {
  return (
    <details class="sources" part="sources">
      <summary>{words.sources(sources.length)}</summary>
      <ol>
        {sources.map(({ title, section, url }) => {
          const safe = safeUrl(url);
          const name = section || title;
          return (
            <li dir="auto">
              {safe ? <OuterLink url={safe} hint={words.newTab}>{name}</OuterLink> : <strong>{name}</strong>}
              {section && title && <span class="work">{title}</span>}
            </li>
          );
        })}
      </ol>
    </details>
  );
}

/** What became of the visitor's message, where that is worth a word. */
function Fate({ line, words, retry }: Pick<LineProps, "line" | "words" | "retry">): JSX.Element | null {
  if (line.status === "waiting") return <p class="fate">{line.problem === "rate" ? words.slow : words.waiting}</p>;
  if (line.status !== "failed") return null;
  const hopeless = line.problem === "too_long";
  return (
    <p class="fate problem">
      {hopeless ? words.tooLong : words.notSent}
      {!hopeless && <button type="button" class="text" onClick={() => retry(line.id)}>{words.again}</button>}
    </p>
  );
}

function Time({ at }: { at: string }): JSX.Element | null {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return null;
  return <time dateTime={at}>{time.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" })}</time>;
}
