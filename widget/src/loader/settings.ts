// The site owner's settings, as far as the closed widget needs them; the panel reads the rest (panel/settings.ts).
import type { Settings } from "../contract";
import { words } from "./words";

type Given = Record<string, unknown>;

/** The settings in force: data attributes of the script tag, overridden by window.PuenteSettings. */
export function readSettings(script: HTMLScriptElement | null, own: URL): Settings {
  const given: Given = { ...script?.dataset, ...((window as { PuenteSettings?: object }).PuenteSettings ?? {}) };
  const text = (key: string): string => String(given[key] ?? "").trim().slice(0, 200);
  const lang = language(text("lang"));
  const dir = text("dir") || getComputedStyle(document.documentElement).direction;
  return {
    given,
    id: text("id").replace(/[^\w.-]/g, "") || "default",
    server: text("server") || own.origin,
    lang,
    dir: dir === "rtl" ? dir : "ltr",
    theme: text("theme"),
    position: text("position"),
    page: text("mode") === "page",
    launcher: text("launcher") !== "none",
    label: text("label") || words(lang).label,
    accent: text("accent"),
    nudge: text("nudge"),
    nudgeDelay: Number(text("nudgeDelay")) || 15000,
  };
}

function language(wanted: string): string {
  const tags = [wanted, document.documentElement.lang, ...navigator.languages];
  return tags.map((tag) => tag.toLowerCase().split("-")[0]).find((code) => code === "en" || code === "es") ?? "en";
}
