// A message without its marks: for reading out, and for the downloaded transcript.
import { parse, type Inline } from "./parse";

/** The text as one would say it. */
export function plain(text: string): string {
  const blocks = parse(text).map((block) =>
    block.kind === "p" ? block.lines.map(words).join("\n") : block.items.map((item) => `- ${words(item)}`).join("\n"),
  );
  return blocks.join("\n");
}

function words(parts: Inline[]): string {
  return parts.map((part) => (typeof part === "string" ? part : words(part.of))).join("");
}
