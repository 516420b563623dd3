// The message field. It is an input of the fitting kind while the bot asks for an address, a number or a name.
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Words } from "../locales";
import type { Conversation } from "../state/conversation";
import { fieldFor } from "./fields";
import { Icon } from "./icons";

const LONGEST = 4000;
type Field = HTMLInputElement & HTMLTextAreaElement;

export function Composer({ chat, words, asks }: { chat: Conversation; words: Words; asks: string | null }): JSX.Element {
  const field = useRef<Field>(null);
  const shown = useShownSlot(asks, field);
  const [label, example] = (shown && words.asks[shown]) || [words.message, words.placeholder];
  useDraft(chat, field, shown);
  const send = (event: Event): void => {
    event.preventDefault();
    const input = field.current;
    if (!input?.value.trim()) return input?.focus();
    chat.say(input.value.trim());
    input.value = "";
    grow(input);
    input.focus();
  };
  const typed = (event: KeyboardEvent): void => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing newer tells it in Safari
    const composing = event.isComposing || event.keyCode === 229;
    // Enter while composing chooses a word in Japanese, Chinese and the like.
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    send(event);
  };
  const noted = (): void => {
    chat.note(field.current?.value ?? "");
    grow(field.current);
  };
  const one = fieldFor(shown);
  const common = {
    class: "field", part: "input", ref: field, "aria-label": label, placeholder: example, maxLength: LONGEST, enterKeyHint: "send" as const,
    dir: "auto" as const, onKeyDown: typed, onInput: noted,
  };
  return (
    <form class="composer" part="composer" noValidate onSubmit={send}>
      {one ? <input key={shown} {...common} {...(one as { type: "text" })} /> : <textarea key="text" rows={1} autocomplete="off" {...common} />}
      <button type="submit" class="send" part="send" aria-label={words.send}><Icon name="send" /></button>
    </form>
  );
}

/** The slot the field is made for. It changes under the visitor's hands only while they have written nothing. */
function useShownSlot(asks: string | null, field: { readonly current: Field | null }): string | null {
  const [shown, setShown] = useState(asks);
  useEffect(() => {
    if (!field.current?.value) setShown(asks);
  });
  return shown;
}

/** Puts the draft back after a reload, and the focus back when one kind of field took another's place. */
function useDraft(chat: Conversation, field: { readonly current: Field | null }, shown: string | null): void {
  const previous = useRef<Element | null>(null);
  const focused = previous.current !== null && (previous.current.getRootNode() as ShadowRoot).activeElement === previous.current;
  useLayoutEffect(() => {
    const input = field.current;
    if (!input || input === previous.current) return;
    if (chat.draft) input.value = chat.draft;
    if (focused) input.focus();
    grow(input);
    previous.current = input;
  }, [shown]);
}

/** As high as its text, up to the height the style sheet allows. */
function grow(input: HTMLElement | null): void {
  if (input?.tagName !== "TEXTAREA") return;
  input.style.setProperty("height", "auto");
  input.style.setProperty("height", `${input.scrollHeight + 2}px`);
}
