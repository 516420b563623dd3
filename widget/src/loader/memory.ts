// What the loader reads of the stored conversation, without the panel: was it open, what is unread.
// It writes one thing: when the visitor dismissed the nudge.
const WEEK = 7 * 24 * 3600 * 1000;

/** The key under which everything of one widget is stored. */
export const storageKey = (id: string): string => `puente:${id}`;

/** What is stored, as far as it can be read; never raises. */
export function glance(id: string): { open: boolean; unread: number } {
  const kept = read(storageKey(id)) as { open?: unknown; unread?: unknown } | null;
  return { open: kept?.open === true, unread: Math.min(Number(kept?.unread) || 0, 99) };
}

/** Whether the nudge was dismissed within the last week. */
export function nudgedLately(id: string): boolean {
  return Date.now() - Number(read(nudgeKey(id)) ?? 0) < WEEK;
}

/** Notes the visitor's wish not to be nudged again this week. */
export function noteNudge(id: string): void {
  try {
    localStorage[nudgeKey(id)] = Date.now();
  } catch {
    // Blocked storage: the nudge comes again with the next page, no more.
  }
}

const nudgeKey = (id: string): string => `${storageKey(id)}:nudge`;

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage[key] as string);
  } catch {
    return null; // nothing there, garbage, or blocked
  }
}
