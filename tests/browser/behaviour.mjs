// What the site's owner and the visitor can do with it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { pause, until } from "./tools.mjs";

const NUDGE = 'data-nudge="Questions on cost?" data-nudge-delay="100"';
const WEEK = 7 * 24 * 3600 * 1000;

export default function define(check) {
  check("the nudge: after its delay, without taking the focus, gone for a week once dismissed, and not beside an open chat", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture({ attributes: NUDGE }));
    await visitor.find(".nudge").waitFor();
    assert.equal(await visitor.focus(), "body");
    assert.deepEqual(await visitor.stored(), {}, "being shown stores nothing");
    await visitor.find(".nudge-text").click();
    await visitor.find(".panel").waitFor();
    assert.equal(await visitor.find(".nudge").count(), 0);
    await visitor.page.keyboard.press("Escape");
    await visitor.page.reload();
    await pause(500);
    assert.equal(await visitor.find(".nudge").count(), 0);
    await visitor.page.evaluate((ago) => localStorage.setItem("puente:test:nudge", String(Date.now() - ago)), WEEK + 1000);
    await visitor.page.reload();
    await visitor.find(".nudge").waitFor();
    await visitor.find(".nudge-close").click();
    assert.equal(await visitor.find(".nudge").count(), 0);
    assert.equal(await visitor.find(".panel").count(), 0);

    const opened = await arrive(page.fixture({ attributes: 'data-nudge="Hello?" data-nudge-delay="1500"', path: "/later.html" }));
    await opened.begin();
    await pause(1800);
    assert.equal(await opened.find(".nudge").count(), 0);
  });

  check("an answer that comes while the chat is closed is counted on the badge and in the button's name", async ({ site, arrive }) => {
    const visitor = await arrive((await site()).fixture());
    await visitor.begin();
    await visitor.write("why Mexico?");
    await visitor.page.keyboard.press("Escape");
    await visitor.find(".badge").waitFor();
    await until(async () => (await visitor.find(".badge").innerText()) === "2", "two messages");
    assert.equal(await visitor.find(".launcher").getAttribute("aria-label"), "Chat with us, 2 unread messages");
    await visitor.page.reload();
    await visitor.find(".badge").waitFor();
    await visitor.find(".launcher").click();
    await visitor.find(".badge").waitFor({ state: "hidden" });
    await visitor.page.reload();
    await pause(300);
    assert.equal(await visitor.find(".badge").isVisible(), false);
  });

  check("the script interface: calls made before it arrived, commands, events", async ({ site, arrive }) => {
    const head = `<script>window.Puente = function () { (Puente.q = Puente.q || []).push(arguments); };
      Puente("on", "ready", function () {}); Puente("on", "message", function (m) { (window.__heard = window.__heard || []).push(m); });
      Puente("setContext", { plan: "trial" });
      document.addEventListener("puente:open", () => { window.__opened = (window.__opened || 0) + 1; });</script>`;
    const visitor = await arrive((await site()).fixture({ head }));
    const call = (...words) => visitor.page.evaluate((given) => window.Puente(...given), words);
    await call("hide");
    assert.equal(await visitor.find(".launcher").isVisible(), false);
    await call("show");
    await call("nonsense");
    await call("send", "why Mexico?");
    await visitor.answered(0);
    const heard = await visitor.page.evaluate(() => window.__heard.map(({ from }) => from));
    assert.deepEqual(heard, ["visitor", "bot", "bot"]);
    assert.equal(await visitor.page.evaluate(() => window.__opened), 1);
    await call("toggle");
    await visitor.find(".panel").waitFor({ state: "hidden" });
    await call("open");
    await visitor.find(".panel").waitFor();
    await call("reset");
    await until(async () => !(await visitor.messages()).length, "an empty chat");
    await call("close");
    await visitor.find(".panel").waitFor({ state: "hidden" });
    assert.deepEqual(visitor.errors, []);
  });

  check("where consent is asked for first, nothing is stored or sent before, and taking it back wipes everything", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture({ attributes: 'data-consent="ask"' }));
    await visitor.open();
    await visitor.find(".agree").waitFor();
    await pause(600);
    assert.ok(!page.requests.some((path) => /socket/.test(path)));
    assert.doesNotMatch(JSON.stringify(await visitor.stored()), /token|lines/);
    await visitor.find(".agree").click();
    await visitor.online();
    await visitor.say("why Mexico?");
    await visitor.page.reload();
    await visitor.online();
    assert.equal(await visitor.find(".agree").count(), 0, "asked once");
    await visitor.page.evaluate(() => window.Puente("consent", false));
    await visitor.find(".agree").waitFor();
    await pause(400);
    assert.doesNotMatch(JSON.stringify(await visitor.stored()), /Mexico|token/);
  });

  check("the transcript comes as a text file with every message in it", async ({ site, arrive }) => {
    const visitor = await arrive((await site()).fixture());
    await visitor.begin();
    const answer = await visitor.say("why Mexico?");
    await visitor.find("[aria-controls=menu]").click();
    const [file] = await Promise.all([visitor.page.waitForEvent("download"), visitor.find("#menu button").first().click()]);
    assert.match(file.suggestedFilename(), /^chat-\d{4}-\d\d-\d\d\.txt$/);
    const text = readFileSync(await file.path(), "utf8");
    for (const words of ["You", "why Mexico?", "Assistant", ...answer]) assert.ok(text.includes(words), words);
  });

  check("deleting while the server can't be reached deletes nothing and says so", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture());
    await visitor.begin();
    await visitor.say("hello");
    page.interrupt();
    await visitor.find(".banner").waitFor();
    await visitor.find("[aria-controls=menu]").click();
    await visitor.find("#menu button").nth(1).click();
    await visitor.find(".danger").click();
    await visitor.find(".question .problem").filter({ hasText: "Not deleted" }).waitFor({ timeout: 15_000 });
    await visitor.find(".plain").click();
    assert.ok((await visitor.messages()).length);
    page.interrupt(false);
    await visitor.find(".banner button").click();
    await visitor.find(".banner").waitFor({ state: "detached" });
  });

  check("Spanish by attribute, by the page's language, by the browser's", async ({ site, arrive }) => {
    const page = await site();
    const cases = [
      [{ attributes: 'data-lang="es"' }, {}, "es"],
      [{ html: 'lang="es-MX"' }, {}, "es"],
      [{ html: "" }, { locale: "es-ES" }, "es"],
      [{ html: 'lang="en"' }, { locale: "es-ES" }, "en"],
      [{ attributes: 'data-lang="de"' }, {}, "en"],
    ];
    for (const [fixture, options, wanted] of cases) {
      const visitor = await arrive(page.fixture(fixture), options);
      await visitor.open();
      assert.equal(await visitor.find(".send").getAttribute("aria-label"), wanted === "es" ? "Enviar" : "Send");
      assert.equal(await visitor.page.locator("puente-chat").getAttribute("lang"), wanted);
      await visitor.leave();
    }
  });

  check("the snippet's page builds a tag that works as it stands", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture({ path: "/first.html" }));
    await visitor.page.goto(`${page.origin}/snippet.html`);
    await visitor.page.fill("[name=title]", 'Ask "us" <now>');
    await visitor.page.fill("[name=accent]", "#8a1c5b");
    await visitor.page.selectOption("[name=lang]", "es");
    const tag = await visitor.page.locator("#snippet").innerText();
    assert.equal(tag.replace(/\s+/g, " "), `<script async src="${page.origin}/widget.js" data-id="site" data-accent="#8a1c5b" data-title="Ask &quot;us&quot; &lt;now&gt;" data-lang="es"></script>`);
    await visitor.page.locator("#copy").click();
    await visitor.page.locator("#copied").filter({ hasText: /\w/ }).waitFor();
    await visitor.go(page.page("/pasted.html", `<!doctype html><html lang="en"><title>x</title><body>${tag}</body></html>`));
    await visitor.begin();
    assert.equal(await visitor.find("h2").innerText(), 'Ask "us" <now>');
    assert.equal(await visitor.find(".send").getAttribute("aria-label"), "Enviar");
  });

  check("the chat as a page, in a frame of a site that was named", async ({ site, arrive, elsewhere, puente }) => {
    const shop = await site(elsewhere);
    const visitor = await arrive(shop.fixture({ path: "/first.html" }));
    await visitor.page.goto(shop.page("/frame.html", `<!doctype html><html lang="en"><title>x</title><body><iframe title="Chat" width="400" height="600" src="http://127.0.0.1:${puente.port}/embed.html?title=Framed"></iframe></body></html>`));
    const chat = visitor.page.frameLocator("iframe").locator("puente-chat");
    await chat.locator(".online").waitFor();
    assert.equal(await chat.locator("h2").innerText(), "Framed");
    assert.equal(await chat.locator(".launcher").isVisible(), false);
    assert.equal(await chat.locator("[part=close]").count(), 0);
    await chat.locator(".field").fill("why Mexico?");
    await chat.locator(".field").press("Enter");
    await chat.locator(".bubble").filter({ hasText: "700,000" }).waitFor();
    await chat.locator(".field").press("Escape");
    assert.equal(await chat.locator(".panel").isVisible(), true);
  });
}
