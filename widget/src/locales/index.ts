// The interface's texts, fetched in the visitor's language only.
import type { Words } from "./en";

export type { Words };

/** The dictionary of a language; English where there is none. */
export async function loadWords(lang: string): Promise<Words> {
  return (lang === "es" ? await import("./es") : await import("./en")).default;
}
