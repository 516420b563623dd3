// The round button in the corner: what it shows and how it is named.
import type { Settings } from "../contract";
import { icon, make } from "./dom";
import { words } from "./words";

const BUBBLE = "M4 5.5h16v11h-9l-4.5 3.5v-3.5H4z";
const CROSS = "M6 6l12 12M18 6L6 18";

export interface Launcher {
  button: HTMLButtonElement;
  update(open: boolean, unread: number): void;
}

/** The launcher, closed and without a badge. */
export function makeLauncher({ lang, label }: Settings): Launcher {
  const say = words(lang);
  const badge = make("span", { class: "badge", part: "badge" });
  const text = make("span", { class: "label", dir: "auto" }, label);
  const button = make("button", { type: "button", class: "launcher", part: "launcher" },
    icon(BUBBLE, "when-closed"), icon(CROSS, "when-open"), text, badge);
  return {
    button,
    update(open, unread) {
      badge.hidden = open || !unread;
      badge.textContent = String(unread);
      button.ariaExpanded = String(open);
      button.ariaLabel = open ? say.close : unread ? `${label}, ${say.unread(unread)}` : label;
    },
  };
}
