// window.Puente("command", ...): what the page's own scripts may do. Calls made before the script arrived are in its `q`.
import type { Panel } from "../contract";
import type { Widget } from "./widget";

type Given = ArrayLike<unknown>;
type Api = ((...given: unknown[]) => void) & { q?: Given[] };

/** Installs window.Puente for this widget and carries out what was called before. */
export function installApi(widget: Widget): void {
  const scope = window as unknown as { Puente?: Api };
  const early = scope.Puente?.q ?? [];
  const commands = new Map(Object.entries(commandsOf(widget)));
  const api: Api = (name, ...values) => {
    const command = commands.get(String(name));
    if (command) command(...values);
    else console.warn("Puente: no such command", name);
  };
  scope.Puente = api;
  for (const call of early) api(...Array.from(call));
}

function commandsOf({ element, host, open, toggle, showLauncher, panel }: Widget): Record<string, (...values: unknown[]) => void> {
  const withPanel = (act: (panel: Panel) => void) => void panel().then((loaded) => loaded && act(loaded));
  return {
    open: () => open(),
    close: host.close,
    toggle,
    show: () => showLauncher(true),
    hide: () => showLauncher(false),
    send: (text) => {
      open();
      withPanel((loaded) => loaded.send(String(text)));
    },
    reset: () => withPanel((loaded) => loaded.reset()),
    consent: (given) => withPanel((loaded) => loaded.consent(given === true)),
    setContext: (values) => void Object.assign(host.context, values),
    on: (name, listener) =>
      element.addEventListener(`puente:${String(name)}`, (event) => (listener as (detail: unknown) => void)((event as CustomEvent).detail)),
  };
}
