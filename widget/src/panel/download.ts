// The transcript as a text file, made in the browser.
import type { Words } from "../locales";
import { plain } from "../markdown/plain";
import type { Line } from "../state/lines";

/** The conversation as plain text, one message after the other with its sender and time. */
export function transcript(lines: readonly Line[], words: Words): string {
  return lines.map((line) => {
    const who = line.from === "visitor" ? words.you : words.bot;
    const said = line.from === "visitor" ? line.text : plain(line.text);
    return `[${when(line.at)}] ${who}\n${said}\n`;
  }).join("\n");
}

export function downloadTranscript(lines: readonly Line[], words: Words, title: string): void {
  const url = URL.createObjectURL(new Blob([`${title}\n\n${transcript(lines, words)}`], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `chat-${new Date().toISOString().slice(0, 10)}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function when(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : time.toLocaleString();
}
