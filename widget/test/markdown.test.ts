import { describe, expect, it } from "vitest";
import { safeUrl } from "../src/markdown/link";
import { inline, parse } from "../src/markdown/parse";
import { plain } from "../src/markdown/plain";

describe("links", () => {
  it.each(["https://a.example/x?y=1", "http://a.example", "mailto:a@b.example", "tel:+523312345678"])("%s may be one", (url) => {
    expect(safeUrl(url)).toContain(url.slice(0, 8));
  });
  it.each([
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
    "//a.example", "/relative", "a.example", "", null,
  ])("%j may not", (url) => {
    expect(safeUrl(url)).toBeNull();
  });
});

describe("inline marks", () => {
  it("nest and leave the rest as text", () => {
    expect(inline("a **b `c`** `d*e*`")).toEqual(["a ", { kind: "b", of: ["b ", { kind: "code", of: ["c"] }] }, " ", { kind: "code", of: ["d*e*"] }]);
    expect(inline("**bold** and *soft*")).toEqual([{ kind: "b", of: ["bold"] }, " and ", { kind: "i", of: ["soft"] }]);
  });
  it.each(["2 * 3 * 4", "a_b_c", "snake*case*name", "**", "[x](javascript:alert(1))", "<b>no</b>"])("%s has none", (text) => {
    expect(inline(text).every((part) => typeof part === "string")).toBe(true);
    expect(inline(text).join("")).toBe(text);
  });
  it("leaves the full stop out of an address", () => {
    expect(inline("See https://a.example/x.")).toEqual(["See ", { kind: "a", url: "https://a.example/x", of: ["https://a.example/x"] }, "."]);
  });
  it("makes an e-mail address a link", () => {
    expect(inline("to ana@acme.example.")).toEqual(["to ", { kind: "a", url: "mailto:ana@acme.example", of: ["ana@acme.example"] }, "."]);
  });
});

describe("blocks", () => {
  it("are paragraphs, lists and headings as bold", () => {
    expect(parse("# Hubs\none\ntwo\n\n- a\n- b\n3. c").map(({ kind }) => kind)).toEqual(["p", "ul", "ol"]);
    expect(parse("3. c\n4. d")).toEqual([{ kind: "ol", start: 3, items: [["c"], ["d"]] }]);
  });
  it("lose nothing of a text, however odd", () => {
    for (const text of ["", "\n\n", "-", "- ", "1.", "*", "**a", "`", "[a](b", "\u202Ex"]) expect(() => plain(text)).not.toThrow();
  });
  it("read out as one would say them", () => {
    expect(plain("**Six** reasons:\n- [cost](https://a.example)\n- `talent`")).toBe("Six reasons:\n- cost\n- talent");
  });
  it("stay quick on hostile input", () => {
    const start = Date.now();
    for (const part of ["*", "[", "`", "**", "(", "a@", "http://"]) plain(part.repeat(8000 / part.length));
    expect(Date.now() - start).toBeLessThan(1000);
  });
});
