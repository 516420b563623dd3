// A small subset of markdown, as data: bold, italic, code, links, bare addresses, lists, headings as bold. No HTML.
import { safeUrl } from "./link";

export type Inline = string | { kind: "b" | "i" | "code"; of: Inline[] } | { kind: "a"; url: string; of: Inline[] };
export type Block = { kind: "p"; lines: Inline[][] } | { kind: "ul" | "ol"; start: number; items: Inline[][] };

const ITEM = /^\s*(?:[-*\u2022]|(\d{1,3})[.)])\s+(.+)$/;
const HEADING = /^#{1,6}\s+(.+)$/;
// In this order: code, bold, italic, [title](address), address, e-mail.
const MARK = /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])|\[([^\]]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"')\]]+)|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/;
const DEEPEST = 4;

/** The blocks of a text. */
export function parse(text: string): Block[] {
  const blocks: Block[] = [];
  let apart = true;
  for (const line of text.split("\n")) {
    const item = ITEM.exec(line);
    if (!line.trim()) apart = true;
    else if (item) {
      addItem(blocks, item, apart);
      apart = false;
    } else {
      addLine(blocks, line, apart);
      apart = false;
    }
  }
  return blocks;
}

function addItem(blocks: Block[], [, number, rest = ""]: RegExpExecArray, apart: boolean): void {
  const kind = number ? "ol" : "ul";
  const last = blocks.at(-1);
  if (!apart && last && last.kind === kind) last.items.push(inline(rest));
  else blocks.push({ kind, start: Number(number ?? 1), items: [inline(rest)] });
}

function addLine(blocks: Block[], line: string, apart: boolean): void {
  const heading = HEADING.exec(line)?.[1];
  const content: Inline[] = heading ? [{ kind: "b", of: inline(heading) }] : inline(line.trim());
  const last = blocks.at(-1);
  if (!apart && last?.kind === "p") last.lines.push(content);
  else blocks.push({ kind: "p", lines: [content] });
}

/** One line's marks; what isn't one of them stays text. */
export function inline(text: string, depth = 0): Inline[] {
  const found = depth < DEEPEST ? MARK.exec(text) : null;
  if (!found) return text ? [text] : [];
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [...(before ? [before] : []), ...mark(found, depth), ...inline(after, depth)];
}

function mark([all, code, bold, italic, title, target, address, mail]: RegExpExecArray, depth: number): Inline[] {
  if (code) return [{ kind: "code", of: [code] }];
  if (bold) return [{ kind: "b", of: inline(bold, depth + 1) }];
  if (italic) return [{ kind: "i", of: inline(italic, depth + 1) }];
  if (title && target) return link(target, title, all);
  if (mail) return link(`mailto:${mail}`, mail, all);
  const bare = (address ?? "").replace(/[.,;:!?]+$/, "");
  return [...link(bare, bare, bare), all.slice(bare.length)].filter(Boolean);
}

function link(target: string, title: string, otherwise: string): Inline[] {
  const url = safeUrl(target);
  return url ? [{ kind: "a", url, of: [title] }] : [otherwise];
}
