// While the panel covers the screen, the page behind it neither scrolls nor takes the focus.

/** Holds the page; gives a function that lets it go exactly as it was. */
export function holdPage(widget: Element): () => void {
  const { style } = document.documentElement;
  const overflow = style.overflow;
  const others = [...document.body.children].filter(
    (child): child is HTMLElement => child instanceof HTMLElement && child !== widget && !child.inert,
  );
  style.overflow = "hidden";
  for (const other of others) other.inert = true;
  return () => {
    style.overflow = overflow;
    for (const other of others) other.inert = false;
  };
}

/** Keeps the element as high as what is really visible: a phone's keyboard does not shrink the layout. */
export function followViewport(element: HTMLElement): () => void {
  const view = window.visualViewport;
  if (!view) return () => undefined;
  let timer = 0;
  const apply = (): void => {
    element.style.setProperty("--_vh", `${Math.round(view.height)}px`);
    element.style.setProperty("--_vt", `${Math.round(view.offsetTop)}px`);
  };
  // Debounced: resizing at every step of the keyboard's animation makes Safari jump.
  const later = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(apply, 60);
  };
  apply();
  view.addEventListener("resize", later);
  view.addEventListener("scroll", later);
  return () => {
    clearTimeout(timer);
    view.removeEventListener("resize", later);
    view.removeEventListener("scroll", later);
    for (const name of ["--_vh", "--_vt"]) element.style.removeProperty(name);
  };
}
