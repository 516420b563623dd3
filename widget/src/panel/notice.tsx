// Who is talking and what happens with the words, before the first of them.
import type { JSX } from "preact";
import type { Words } from "../locales";

/** A short notice: the whole of it before the first message, one line of it afterwards. */
export function Notice({ words, privacy, short }: { words: Words; privacy: string; short: boolean }): JSX.Element {
  return (
    <p class="notice" part="notice">
      {short ? words.noticeShort : words.notice} {words.answersIn}{" "}
      {privacy && <a href={privacy} target="_blank" rel="noopener">{words.privacy}<span class="sr"> {words.newTab}</span></a>}
    </p>
  );
}

/** In place of the message field, where the site asks for consent first. */
export function Agreement({ words, agree }: { words: Words; agree(): void }): JSX.Element {
  return (
    <div class="agreement">
      <button type="button" class="agree" part="agree" onClick={agree}>{words.agree}</button>
    </div>
  );
}
