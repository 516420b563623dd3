// The small bubble beside the launcher. It never takes the focus and never goes by itself.
import type { Settings } from "../contract";
import { make } from "./dom";
import { noteNudge, nudgedLately } from "./memory";
import { words } from "./words";

/** Shows the nudge into `place` after its delay, once the tab is in view; gives a function that ends it. */
export function scheduleNudge(place: HTMLElement, { id, lang, nudge, nudgeDelay }: Settings, isOpen: () => boolean, open: () => void): () => void {
  const end = (): void => {
    clearTimeout(timer);
    place.textContent = "";
  };
  const finish = (): void => {
    noteNudge(id);
    end();
  };
  const show = (): void => {
    if (document.hidden) return document.addEventListener("visibilitychange", show, { once: true });
    if (!nudge || isOpen() || nudgedLately(id)) return;
    const text = make("button", { type: "button", class: "nudge-text", dir: "auto" }, nudge);
    const close = make("button", { type: "button", class: "nudge-close", "aria-label": words(lang).dismiss }, "\u00d7");
    text.onclick = () => {
      finish();
      open();
    };
    close.onclick = finish;
    place.append(make("div", { class: "nudge", part: "nudge" }, text, close));
  };
  const timer = setTimeout(show, nudgeDelay);
  return end;
}
