// The widget without a mouse: what Tab reaches, where the focus goes, and that nothing takes it away.
import assert from "node:assert/strict";
import { pause, until } from "./tools.mjs";

const LONG = "tell me everything about Guadalajara";

/** Presses Tab so often and gives where the focus was each time. */
async function tabs(visitor, count, key = "Tab") {
  const stops = [];
  for (let step = 0; step < count; step++) {
    await visitor.page.keyboard.press(key);
    stops.push((await visitor.focus())?.split("\n")[0]);
  }
  return stops;
}

/** A connection whose answers can be held back, so that the reader has time to scroll. */
async function held(page) {
  let waiting = null;
  const gate = { hold: () => (waiting = []), release: () => undefined };
  await page.routeWebSocket(/socket\.io/, (socket) => {
    gate.release = () => {
      for (const frame of waiting) socket.send(frame);
      waiting = null;
    };
    socket.connectToServer().onMessage((frame) => {
      if (waiting && (waiting.length || String(frame).includes('"from":"bot"'))) waiting.push(frame);
      else socket.send(frame);
    });
  });
  return gate;
}

export default function define(check) {
  check("Tab: closed, the launcher is the only stop; open, from header to send and out into the page again", async ({ site, arrive }) => {
    const visitor = await arrive((await site()).fixture());
    assert.deepEqual(await tabs(visitor, 3), ["first", "Chat with us", "body"]);
    await visitor.begin();
    await visitor.say("why Mexico?");
    const replies = await visitor.find(".reply").allInnerTexts();
    await visitor.find(".launcher").focus();
    const stops = ["More options", "Close chat", "Conversation", "Privacy policy", "1 source", ...replies, "Your message", "Send"];
    assert.deepEqual(await tabs(visitor, stops.length + 1), [...stops, "body"]);
    await visitor.find(".send").focus();
    assert.deepEqual(await tabs(visitor, stops.length + 1, "Shift+Tab"), [...stops.slice(0, -1).reverse(), "Close chat", "first"]);
  });

  check("keyboard only: open, agree, write, choose, read sources, close; the focus comes back", async ({ site, arrive }) => {
    const visitor = await arrive((await site()).fixture({ attributes: 'data-consent="ask"' }));
    const { keyboard } = visitor.page;
    await tabs(visitor, 2);
    await keyboard.press("Enter");
    await until(async () => (await visitor.focus()) === "Start chat", "the focus on the agreement");
    await keyboard.press("Space");
    await until(async () => (await visitor.focus()) === "Your message", "the focus on the field");
    await visitor.online();
    await keyboard.type("why Mexico?");
    await keyboard.press("Enter");
    await visitor.answered(0);
    assert.equal(await visitor.focus(), "Your message");
    const before = await visitor.messages();
    await visitor.find(".reply").first().focus();
    await keyboard.press("Enter");
    await until(async () => (await visitor.texts("visitor")).length === 2, "the choice as a message");
    assert.equal(await visitor.focus(), "Your message");
    await visitor.answered(before.length); // an answer that came after closing would count as unread
    await visitor.find(".sources summary").first().focus();
    await keyboard.press("Enter");
    assert.equal(await visitor.find(".sources").first().getAttribute("open"), "");
    await keyboard.press("Escape");
    await visitor.find(".panel").waitFor({ state: "hidden" });
    assert.equal(await visitor.focus(), "Chat with us");
  });

  check("Escape closes what is on top first, and each time the focus goes back", async ({ site, arrive }) => {
    const visitor = await arrive((await site()).fixture());
    await visitor.begin();
    await visitor.say("hello");
    await visitor.find("[aria-controls=menu]").click();
    await visitor.page.keyboard.press("Escape");
    assert.equal(await visitor.find("#menu").isVisible(), false);
    assert.equal(await visitor.focus(), "More options");
    await visitor.find("[aria-controls=menu]").click();
    await visitor.find("#menu button").nth(1).click();
    await until(async () => (await visitor.focus()) === "Keep it", "the focus in the dialog");
    await tabs(visitor, 2);
    assert.notEqual(await visitor.focus(), "Send", "what is behind the dialog can't be reached");
    await visitor.find(".plain").focus();
    await visitor.page.keyboard.press("Escape");
    await visitor.find(".question").waitFor({ state: "detached" });
    assert.equal(await visitor.find(".panel").isVisible(), true);
  });

  check("an answer neither moves the focus nor the text of a reader who scrolled up; a button leads down", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture({ path: "/first.html" }), { viewport: { width: 1280, height: 520 } });
    const answers = await held(visitor.page);
    await visitor.go(page.fixture());
    await visitor.begin();
    for (const text of ["why Mexico?", LONG]) await visitor.say(text);
    answers.hold();
    await visitor.write("which city is cheapest?");
    await visitor.find(".typing").waitFor();
    await visitor.find(".log").focus();
    await visitor.find(".log").evaluate((log) => (log.scrollTop = 0));
    await pause(200);
    answers.release();
    await visitor.answered(0);
    await visitor.find(".news").waitFor();
    assert.equal(await visitor.focus(), "Conversation");
    assert.equal(await visitor.find(".log").evaluate((log) => log.scrollTop), 0);
    await visitor.find(".news").click();
    await visitor.find(".news").waitFor({ state: "detached" });
    assert.ok(await visitor.find(".log").evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight < 2));
  });

  check("Enter while composing a word chooses the word; Shift+Enter breaks the line", async ({ site, arrive }) => {
    const visitor = await arrive((await site()).fixture());
    await visitor.begin();
    await visitor.find(".field").fill("nihon");
    await visitor.find(".field").evaluate((field) =>
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true })));
    await visitor.find(".field").press("Shift+Enter");
    await pause(150);
    assert.deepEqual(await visitor.texts("visitor"), []);
    assert.equal(await visitor.find(".field").inputValue(), "nihon\n");
  });
}
