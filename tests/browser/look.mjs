// How it looks where it is hard: narrow, zoomed, mirrored, on phones, in forced colours. Writes the pictures in docs/.
import assert from "node:assert/strict";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { devices, pause, ROOT, until } from "./tools.mjs";

const PICTURES = join(ROOT, "docs");

/** Every button, link and field: at least 24 px each way, and nothing lies over its middle. */
const badTargets = (visitor) => visitor.inside((root) => {
  const found = [];
  for (const target of root.querySelectorAll("button, a, summary, .field")) {
    if (!target.checkVisibility() || target.closest("p, li .bubble")) continue; // in a sentence, WCAG lets them be
    const { x, y, width, height } = target.getBoundingClientRect();
    const middle = [x + width / 2, y + height / 2];
    const box = root.querySelector(".log").getBoundingClientRect();
    if (target.closest(".log") && (middle[1] < box.top || middle[1] > box.bottom)) continue;
    const top = root.elementFromPoint(...middle);
    if (width < 24 || height < 24 || !(target.contains(top) || top?.contains(target))) found.push(`${target.className || target.tagName} ${width}x${height} under ${top?.className}`);
  }
  return found;
});

const overflow = (visitor) => visitor.inside((root) => [...root.querySelectorAll(".panel, .log, .composer, .header, .replies")]
  .filter((element) => element.scrollWidth > element.clientWidth + 1).map((element) => element.className));

/** Writes a picture that changed; a rounded corner's edge differs by a shade from run to run, which is no change. */
function renew(path, picture) {
  const before = existsSync(path) ? statSync(path).size : 0;
  if (Math.abs(picture.length - before) > 0.005 * before) writeFileSync(path, picture);
}

async function chat(visitor) {
  await visitor.begin();
  await visitor.say("why Mexico?");
}

export default function define(check) {
  check("320 px, as at 400 % zoom: nothing scrolls sideways, every target is large enough and free", async ({ site, arrive }) => {
    const visitor = await arrive((await site()).fixture(), { viewport: { width: 320, height: 256 } });
    await chat(visitor);
    assert.deepEqual(await overflow(visitor), []);
    assert.deepEqual(await badTargets(visitor), []);
    assert.ok(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= 320));
  });

  check("wider text spacing cuts nothing off", async ({ site, arrive }) => {
    const visitor = await arrive((await site()).fixture(), { viewport: { width: 390, height: 800 } });
    await chat(visitor);
    await visitor.inside((root) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    });
    assert.deepEqual(await overflow(visitor), []);
    const cut = await visitor.inside((root) => [...root.querySelectorAll(".bubble, .reply, .titles h2, .titles p, summary")]
      .filter((element) => element.scrollHeight > element.clientHeight + 1 && getComputedStyle(element).display !== "inline").map((element) => element.className));
    assert.deepEqual(cut, []);
  });

  for (const name of ["iPhone 13", "Pixel 7", "iPhone 13 landscape", "320 x 568"]) {
    check(`${name}: the panel is the screen, the field is in view above a keyboard, the page behind is still`, async ({ site, arrive }) => {
      const { defaultBrowserType: _, ...device } = devices[name] ?? { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true };
      const visitor = await arrive((await site()).fixture({ body: "<p>Text</p>".repeat(100) }), device);
      await visitor.find(".launcher").tap();
      await visitor.online();
      await visitor.inside((root) => Promise.all(root.getAnimations().map((one) => one.effect.getComputedTiming().endTime !== Infinity && one.finished)));
      const box = await visitor.find(".panel").boundingBox();
      const view = visitor.page.viewportSize();
      assert.deepEqual([box.x, box.y, Math.round(box.width), Math.round(box.height)], [0, 0, view.width, view.height]);
      assert.equal(await visitor.find(".launcher").isVisible(), false, "the launcher would lie over the send button");
      assert.equal(await visitor.find(".field").evaluate((field) => getComputedStyle(field).fontSize), "16px");
      assert.notEqual(await visitor.focus(), "Your message", "opening it does not call up the keyboard");
      assert.equal(await visitor.page.evaluate(() => document.querySelector("main").inert), true);
      assert.deepEqual(await badTargets(visitor), []);
      const keyboard = Math.round(view.height * 0.45);
      await visitor.page.evaluate((height) => {
        Object.defineProperty(visualViewport, "height", { value: innerHeight - height, configurable: true });
        visualViewport.dispatchEvent(new Event("resize"));
      }, keyboard);
      await until(async () => {
        const field = await visitor.find(".field").boundingBox();
        return field.y + field.height <= view.height - keyboard;
      }, "the field above the keyboard");
      await visitor.find("[part=close]").tap();
      await until(() => visitor.page.evaluate(() => !document.querySelector("main").inert && document.documentElement.style.overflow === ""), "the page as it was");
    });
  }

  check("a page from right to left: the launcher is on the left, the chat mirrored; a side may be set", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture({ html: 'lang="ar" dir="rtl"' }));
    await chat(visitor);
    const x = async (selector) => (await visitor.find(selector).first().boundingBox()).x;
    assert.ok((await x(".launcher")) < 100 && (await x(".panel")) < 100);
    assert.ok((await x(".send")) < (await x(".field")));
    assert.ok((await x(".line.visitor .bubble")) <= (await x(".line.bot .bubble")));
    const left = await arrive(page.fixture({ attributes: 'data-position="left"', path: "/left.html" }));
    assert.ok((await left.find(".launcher").boundingBox()).x < 100);
  });

  check("with reduced motion nothing moves, not even the typing dots", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture(), { reducedMotion: "reduce" });
    await visitor.page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((frame) => /"on":false|turn_end/.test(String(frame)) || socket.send(frame));
    });
    await visitor.page.reload();
    await visitor.begin();
    await visitor.write("hello");
    await visitor.find(".typing").waitFor();
    assert.equal(await visitor.inside((root) => root.getAnimations().length), 0);
  });

  check("forced colours: what is a button still has an edge", async ({ site, arrive }) => {
    const visitor = await arrive((await site()).fixture(), { forcedColors: "active" });
    await chat(visitor);
    const edges = await visitor.inside((root) => [".launcher", ".send", ".bubble", ".reply", ".field"].map((selector) => getComputedStyle(root.querySelector(selector)).borderTopStyle));
    assert.deepEqual(edges, Array(5).fill("solid"));
  });

  check("pictures for the documentation", async ({ site, arrive }) => {
    const page = await site();
    const shoot = async (name, options, after = async () => undefined) => {
      const visitor = await arrive(`${page.origin}/`, { reducedMotion: "reduce", ...options });
      await chat(visitor);
      await after(visitor);
      await visitor.page.mouse.move(5, 5);
      await visitor.inside((root) => root.querySelectorAll("time").forEach((time) => time.remove())); // the same picture every time
      await pause(200);
      renew(join(PICTURES, name), await visitor.page.screenshot());
      await visitor.leave();
    };
    const desktop = { viewport: { width: 1280, height: 800 } };
    await shoot("widget.png", desktop);
    await shoot("widget-dark.png", { ...desktop, colorScheme: "dark" }, (visitor) => visitor.find(".sources summary").click());
    await shoot("widget-phone.png", { viewport: { width: 390, height: 760 }, hasTouch: true, isMobile: true }, (visitor) => visitor.say("I want to talk to someone"));
  });
}
