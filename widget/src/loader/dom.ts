// Elements without innerHTML: text only ever becomes text nodes.
const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

/** A 24 x 24 line drawing; only ever inside buttons that carry the name. */
export function icon(d: string, name: string): SVGElement {
  const path = fill(document.createElementNS(SVG, "path"), { d }, []);
  return fill(document.createElementNS(SVG, "svg"), { viewBox: "0 0 24 24", class: name }, [path]);
}

function fill<T extends Element>(element: T, attributes: Record<string, string>, children: (Node | string)[]): T {
  for (const name in attributes) element.setAttribute(name, attributes[name] ?? "");
  element.append(...children);
  return element;
}
