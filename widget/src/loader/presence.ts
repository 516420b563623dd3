// Keeps the one widget in the page when the page's scripts swap the body (Turbo and the like).

/** Puts the element at the end of the body, now and whenever it was thrown out. */
export function keepInPage(element: HTMLElement): void {
  const place = (): void => {
    if (!document.body) return;
    if (!element.isConnected) document.body.append(element);
    // Children only, not the subtree: a busy page costs nothing. Observing twice is observing once.
    for (const target of [document.documentElement, document.body]) watch.observe(target, { childList: true });
  };
  const watch = new MutationObserver(place);
  place();
}
