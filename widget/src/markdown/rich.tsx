// Markdown as elements. Text only ever becomes text nodes: there is no innerHTML anywhere in this widget.
import type { ComponentChildren, JSX } from "preact";
import { parse, type Block, type Inline } from "./parse";

/** A link that can't reach back into the page. `hint` says that it opens a new tab. */
export function OuterLink({ url, hint, children }: { url: string; hint: string; children: ComponentChildren }): JSX.Element {
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow" part="link">
      {children}
      <span class="sr"> {hint}</span>
    </a>
  );
}

/** A bot's text. */
export function Rich({ text, hint }: { text: string; hint: string }): JSX.Element {
  return <>{parse(text).map((block) => renderBlock(block, hint))}</>;
}

function renderBlock(block: Block, hint: string): JSX.Element {
  if (block.kind === "p") {
    return <p>{block.lines.map((line, index) => [index > 0 && <br />, render(line, hint)])}</p>;
  }
  const items = block.items.map((item) => <li>{render(item, hint)}</li>);
  return block.kind === "ul" ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
}

function render(parts: Inline[], hint: string): ComponentChildren {
  return parts.map((part) => {
    if (typeof part === "string") return part;
    const inner = render(part.of, hint);
    if (part.kind === "a") return <OuterLink url={part.url} hint={hint}>{inner}</OuterLink>;
    if (part.kind === "b") return <strong>{inner}</strong>;
    return part.kind === "i" ? <em>{inner}</em> : <code>{inner}</code>;
  });
}
