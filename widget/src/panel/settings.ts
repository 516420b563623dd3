// The site owner's settings that only the open chat needs, with anything unusable replaced by its default.
import type { Settings } from "../contract";

export interface PanelSettings {
  title: string;
  greeting: string;
  starters: string[];
  privacy: string;
  /** Whether the visitor must agree before the first message can be written. */
  askFirst: boolean;
}

const MOST_STARTERS = 4;

/** Reads them from what the page gave. */
export function readPanelSettings({ given }: Settings): PanelSettings {
  const text = (key: string, longest: number): string => String(given[key] ?? "").trim().slice(0, longest);
  return {
    title: text("title", 60),
    greeting: text("greeting", 400),
    starters: starters(given["starters"]),
    privacy: address(text("privacy", 2000)),
    askFirst: text("consent", 20) === "ask",
  };
}

function starters(value: unknown): string[] {
  const parts: unknown[] = Array.isArray(value) ? value : String(value ?? "").split("|");
  return parts.map((part) => String(part).trim().slice(0, 80)).filter(Boolean).slice(0, MOST_STARTERS);
}

/** The owner's own link may be relative; "javascript:" and the like are dropped all the same. */
function address(value: string): string {
  try {
    const url = new URL(value, location.href);
    return value && /^https?:$/.test(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}
