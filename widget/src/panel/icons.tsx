// Line drawings, 24 x 24, hidden from assistive technology: the buttons carry the names.
import type { JSX } from "preact";

const PATHS = {
  bridge: "M2 17h20M5 17V8M19 17V8M5 9c3.5 6 10.5 6 14 0M9 17v-4.2M12 17v-3.4M15 17v-4.2",
  close: "M6 6l12 12M18 6L6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M5 12h13M12.5 6l6 6-6 6",
  down: "M12 5v13M6 12.5l6 6 6-6",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  erase: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  alert: "M12 7v6M12 17h.01M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0",
};

export function Icon({ name }: { name: keyof typeof PATHS }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" class={`icon icon-${name}`} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
