// The element's shadow and what its style sheets go by.
import type { Settings } from "../contract";
import css from "./launcher.css?inline";

/** Gives the element its shadow root, style and the attributes the style depends on. */
export function dress(element: HTMLElement, { dir, lang, theme, position, page, accent }: Settings): ShadowRoot {
  const root = element.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const start = position === "left" || position === "right" ? position === "left" : (position === "start") === (dir === "ltr");
  element.dir = dir;
  element.lang = lang;
  element.dataset["side"] = start ? "left" : "right";
  element.toggleAttribute("data-page", page);
  // Through the object model: a style attribute would fall to the page's content security policy.
  if (accent) element.style.setProperty("--pu-accent", accent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const shade = (): boolean => element.toggleAttribute("data-dark", theme === "dark" || (theme !== "light" && dark.matches));
  dark.onchange = shade;
  shade();
  return root;
}
