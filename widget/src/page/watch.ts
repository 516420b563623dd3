// What happens to the page that the conversation must know of.
const LONG_MS = 10 * 60_000;

export interface PageListener {
  /** The page goes away, perhaps for good. */
  left(): void;
  /** The tab is in view again. */
  back(): void;
  /** The tab was out of view for so long that a connection is a waste. */
  hiddenLong(): void;
  network(on: boolean): void;
}

/** Calls back for as long as the page lives. */
export function watchPage(listener: PageListener): void {
  let timer = 0;
  addEventListener("pagehide", () => listener.left());
  addEventListener("online", () => listener.network(true));
  addEventListener("offline", () => listener.network(false));
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = window.setTimeout(() => listener.hiddenLong(), LONG_MS);
    else listener.back();
  });
}
