// The script tag's entry: one widget per page, however often it is included.
import { installApi } from "./api";
import { keepInPage } from "./presence";
import { readSettings } from "./settings";
import { makeWidget } from "./widget";

declare const __PANEL__: string;

const NAME = "puente-chat";
// Only now: once the script has run, nobody can tell which tag it came from.
const script = (document.currentScript ?? document.querySelector("script[src*='/widget.js']")) as HTMLScriptElement | null;
const landing = { url: location.href, referrer: document.referrer };

function start(): void {
  if (customElements.get(NAME)) return;
  customElements.define(NAME, class extends HTMLElement {});
  const own = new URL(script?.src || location.href);
  const widget = makeWidget(readSettings(script, own), new URL(`widget/${__PANEL__}`, own).href, landing);
  keepInPage(widget.element);
  installApi(widget);
  widget.host.emit("ready");
}

// Browsers too old for constructed style sheets get the page without a chat, not a broken one.
if ("adoptedStyleSheets" in document) {
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
}
