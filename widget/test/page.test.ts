// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { readSettings } from "../src/loader/settings";
import { pageContext } from "../src/page/context";
import { fieldFor } from "../src/panel/fields";
import { readPanelSettings } from "../src/panel/settings";

const script = (attributes: Record<string, string>): HTMLScriptElement => {
  const element = document.createElement("script");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};
const read = (attributes: Record<string, string>) => readSettings(script(attributes), new URL("https://chat.example/widget.js"));

beforeEach(() => {
  delete (window as { PuenteSettings?: object }).PuenteSettings;
  document.documentElement.lang = "";
});

describe("settings", () => {
  it("have defaults", () => {
    expect(read({})).toMatchObject({ id: "default", server: "https://chat.example", dir: "ltr", page: false, launcher: true, nudge: "", nudgeDelay: 15000 });
  });
  it("come from the tag, and before it from the page's script", () => {
    (window as { PuenteSettings?: object }).PuenteSettings = { accent: "#123456" };
    expect(read({ "data-accent": "#654321", "data-nudge-delay": "200", "data-id": "a b/c" })).toMatchObject({ accent: "#123456", nudgeDelay: 200, id: "abc" });
  });
  it("take the page's language when none is set, English when it is neither", () => {
    document.documentElement.lang = "es-MX";
    expect([read({}).lang, read({ "data-lang": "en" }).lang, read({ "data-lang": "de" }).lang]).toEqual(["es", "en", "es"]);
  });
  it.each(["javascript:alert(1)", "data:text/html,x", "http://"])("drop %s as the privacy policy", (privacy) => {
    expect(readPanelSettings(read({ "data-privacy": privacy })).privacy).toBe("");
  });
  it("cut starters into parts", () => {
    expect(readPanelSettings(read({ "data-starters": "a| b |||c|d|e" })).starters).toEqual(["a", "b", "c", "d"]);
  });
});

describe("what a message tells about the page", () => {
  const landing = { url: "https://acme.example/in?utm_source=news&email=a%40b.example#x", referrer: "https://search.example/?q=secret" };
  it("is the campaign and bare addresses, nothing else", () => {
    history.replaceState({}, "", "/pricing?gclid=1&name=jane#there");
    const told = pageContext(landing, {}, "en");
    expect(told).toMatchObject({ landing_page: "https://acme.example/in?utm_source=news", utm: { utm_source: "news" }, gclid: "1", locale: "en" });
    expect(JSON.stringify(told)).not.toMatch(/jane|secret|a%40b|there|a@b/);
  });
  it("includes what the page's scripts added, bounded", () => {
    const own = Object.fromEntries(Array.from({ length: 30 }, (_, number) => [`k${number}`, "v".repeat(500)]));
    const { context } = pageContext(landing, own, "en") as { context: Record<string, string> };
    expect([Object.keys(context).length, context["k0"]?.length]).toEqual([20, 200]);
  });
});

describe("the message field", () => {
  it.each([["email", "email"], ["phone", "tel"], ["name", "name"], ["company", "organization"]])("%s completes as %s", (slot, autocomplete) => {
    expect(fieldFor(slot)?.autocomplete).toBe(autocomplete);
  });
  it.each([null, "need", "consent", "constructor", "toString"])("%s is free text", (slot) => {
    expect(fieldFor(slot)).toBeNull();
  });
});
