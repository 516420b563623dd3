// The widget while closed: launcher, badge, nudge; fetches the panel when it is wanted.
// Closures instead of classes in the loader: their names vanish when minified, and every byte of it is paid by every page.
import { FULL_SCREEN, type Host, type Landing, type Mount, type Panel, type Settings } from "../contract";
import { make } from "./dom";
import { dress } from "./dress";
import { makeLauncher } from "./launcher";
import { glance, storageKey } from "./memory";
import { scheduleNudge } from "./nudge";
import { words } from "./words";

export interface Widget {
  element: HTMLElement;
  host: Host;
  /** Opens the panel, loading it first; the focus goes there only if the visitor asked for it. */
  open(byVisitor?: boolean): void;
  toggle(): void;
  showLauncher(on: boolean): void;
  /** The panel, fetched once; null when it can't be had now. */
  panel(): Promise<Panel | null>;
}

/** The widget, its element not yet in the page. */
export function makeWidget(settings: Settings, panelUrl: string, landing: Landing): Widget {
  const { id, lang, page, launcher: wanted } = settings;
  const element = document.createElement("puente-chat");
  const launcher = makeLauncher(settings);
  const shadow = dress(element, settings);
  const { root, nudgePlace, trouble } = furnish(shadow, launcher.button);
  let isOpen = false;
  const kept = glance(id);
  let { unread } = kept;

  const paint = (): void => {
    element.toggleAttribute("data-open", isOpen);
    launcher.update(isOpen, unread);
  };
  const setUnread = (count: number): void => {
    unread = count;
    paint();
  };
  const emit = (name: string, detail = {}): void => tell(element, name, detail);
  const open = (byVisitor = true): void => {
    if (isOpen) return;
    isOpen = true;
    endNudge();
    trouble.textContent = "";
    paint();
    void panel().then((loaded) => {
      if (loaded && isOpen) {
        loaded.show(byVisitor);
        emit("open", { byVisitor });
      }
      if (!loaded) failed();
    });
  };
  const failed = (): void => {
    isOpen = false;
    trouble.textContent = words(lang).failed;
    paint();
  };
  const close = (): void => {
    if (!isOpen || page) return;
    const within = shadow.activeElement;
    isOpen = false;
    paint();
    void panel().then((loaded) => loaded?.hide());
    if (within) launcher.button.focus();
    emit("close");
  };
  const toggle = (): void => (isOpen ? close() : open());
  const showLauncher = (on: boolean): void => void element.toggleAttribute("data-hide", !on);
  const host: Host = { root, element, settings, landing, context: {}, emit, close, setUnread };
  const panel = once(() => load(panelUrl, host));
  const endNudge = scheduleNudge(nudgePlace, settings, () => isOpen, open);

  launcher.button.onclick = toggle;
  fetchAhead(launcher.button, () => void panel());
  openByLinks(open);
  onOtherTabs(id, () => setUnread(glance(id).unread));
  showLauncher(wanted && !page);
  paint();
  // A page reached with the chat open gets it open again, except where it would cover the page.
  if (page || (kept.open && !matchMedia(FULL_SCREEN).matches)) open(false);
  return { element, host, open, toggle, showLauncher, panel };
}

function tell(element: HTMLElement, name: string, detail: object): void {
  element.dispatchEvent(new CustomEvent(`puente:${name}`, { detail, bubbles: true, composed: true }));
}

/** The launcher first, then what speaks beside it, then the place for the panel. */
function furnish(shadow: ShadowRoot, button: HTMLElement): Record<"root" | "nudgePlace" | "trouble", HTMLElement> {
  const trouble = make("div", { role: "status", class: "trouble" });
  const nudgePlace = make("div", { role: "status" });
  const root = make("div");
  const corner = make("div", { class: "corner" }, button, nudgePlace, trouble);
  shadow.append(make("div", { role: "region", "aria-label": "Chat" }, corner, root));
  return { root, nudgePlace, trouble };
}

/** Another tab read or received something. */
function onOtherTabs(id: string, changed: () => void): void {
  addEventListener("storage", ({ key }) => key === storageKey(id) && changed());
}

/** A visitor who points at the launcher will probably click it. */
function fetchAhead(button: HTMLElement, fetch: () => void): void {
  for (const event of ["pointerenter", "focus"]) button.addEventListener(event, fetch, { passive: true });
}

function openByLinks(open: () => void): void {
  document.addEventListener("click", (event) => {
    if (!(event.target as Element).closest?.("a[href$='#puente'],[data-puente-open]")) return;
    event.preventDefault();
    open();
  });
}

let attempts = 0;

async function load(url: string, host: Host): Promise<Panel> {
  // Browsers remember a module that failed to load: the next attempt needs another address.
  const { mount } = (await import(/* @vite-ignore */ attempts++ ? `${url}?${attempts}` : url)) as { mount: Mount };
  return mount(host);
}

/** The same promise for everyone, made anew after a failure. */
function once<T>(make: () => Promise<T>): () => Promise<T | null> {
  let made: Promise<T | null> | undefined;
  return () => (made ??= make().catch(() => {
    made = undefined;
    return null;
  }));
}
