// Nothing is lost and nothing is said twice, whatever breaks.
import assert from "node:assert/strict";
import { pause, until } from "./tools.mjs";

const KEY = "puente:test";

/** Counts, on the wire, how often each visitor's message was sent; `decide` may drop a frame by giving null. */
async function onTheWire(page, decide = (frame) => frame) {
  const sent = [];
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    sent.socket = socket;
    socket.onMessage((frame) => {
      const message = /^42\d+(\["message".*)$/s.exec(String(frame));
      if (message) sent.push(JSON.parse(message[1])[1].id);
      server.send(frame);
    });
    server.onMessage((frame) => {
      const passed = decide(String(frame), socket);
      if (passed !== null) socket.send(passed);
    });
  });
  return sent;
}

export default function define(check) {
  check("the server killed in mid-conversation: a banner, two messages kept; restarted: each delivered once, in order, answered", async ({ site, arrive, puente, report }) => {
    const visitor = await arrive((await site()).fixture());
    await visitor.begin();
    await visitor.say("why Mexico?");
    await puente.tell("kill");
    const killed = Date.now();
    await visitor.find(".banner").waitFor({ timeout: 10_000 });
    report(`from the server's death to the banner: ${Date.now() - killed} ms`);
    assert.ok(Date.now() - killed < 3000);
    await visitor.write("how long is the flight?");
    await visitor.write("tell me about Tijuana");
    assert.equal(await visitor.find(".fate").count(), 2);
    await puente.tell("start");
    await visitor.find(".banner").waitFor({ state: "detached", timeout: 20_000 });
    await until(async () => (await visitor.messages()).every(({ status }) => status === "sent") && (await visitor.texts("bot")).length >= 4, "both answered");
    const shown = await visitor.messages();
    const asked = shown.filter(({ from }) => from === "visitor").map(({ text }) => text);
    assert.deepEqual(asked, ["why Mexico?", "how long is the flight?", "tell me about Tijuana"]);
    const after = (text) => shown[shown.findIndex((message) => message.text === text) + 1].text;
    assert.match(after("how long is the flight?"), /5 hours/);
    assert.match(after("tell me about Tijuana"), /Tijuana/);
  });

  check("dropped in mid-turn: the answer comes after the reconnect, once", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture({ path: "/first.html" }));
    let broken = false;
    const sent = await onTheWire(visitor.page, (frame, socket) => {
      if (broken || !frame.includes('"from":"bot"')) return frame;
      broken = true;
      socket.close();
      return null;
    });
    await visitor.go(page.fixture());
    await visitor.begin();
    await visitor.write("why Mexico?");
    await until(async () => (await visitor.messages()).some(({ from }) => from === "bot"), "the answer");
    await until(async () => (await visitor.messages()).every(({ status }) => status === "sent"), "all settled");
    await pause(600);
    assert.ok(broken);
    assert.equal(new Set(sent).size, 1, "one message, one id");
    assert.deepEqual(await visitor.texts("visitor"), ["why Mexico?"]);
    const said = await visitor.texts("bot");
    assert.equal(new Set(said).size, said.length, "no answer twice");
  });

  check("an acknowledgement lost: the message goes again under its id, and its turn runs once", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture({ path: "/first.html" }));
    let lost = false;
    const sent = await onTheWire(visitor.page, (frame, socket) => {
      if (lost || !/^43\d/.test(frame)) return frame;
      lost = true;
      socket.close();
      return null;
    });
    await visitor.go(page.fixture());
    await visitor.begin();
    await visitor.write("why Mexico?");
    await until(() => sent.length === 2, "the second try");
    await until(async () => (await visitor.messages()).every(({ status }) => status === "sent"), "all settled");
    assert.equal(sent[0], sent[1]);
    const before = await visitor.messages();
    await visitor.page.reload(); // what the server has is what the page shows
    await visitor.online();
    await pause(300);
    assert.deepEqual(await visitor.messages(), before);
  });

  check("no acknowledgement at all: 'Not sent' with a way to try again; no endless typing", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture({ path: "/first.html" }));
    let silent = true;
    await visitor.page.clock.install();
    const sent = await onTheWire(visitor.page, (frame) => (silent && (/^43\d/.test(frame) || frame.includes('"from":"bot"') || frame.includes("turn_end") || frame.includes('"on":false')) ? null : frame));
    await visitor.go(page.fixture());
    await visitor.begin();
    await visitor.write("why Mexico?");
    await visitor.find(".typing").waitFor();
    await visitor.page.clock.fastForward(40_000);
    sent.socket.send("2"); // the server still asks whether we are there
    await visitor.page.clock.fastForward(6_000);
    await visitor.find(".fate").filter({ hasText: "Not sent" }).waitFor();
    await visitor.page.clock.fastForward(20_000);
    await visitor.find(".typing").waitFor({ state: "detached" });
    silent = false;
    await visitor.find(".fate button").click();
    await until(async () => (await visitor.texts("bot")).length > 0, "the answer");
    assert.deepEqual(await visitor.texts("visitor"), ["why Mexico?"]);
    assert.equal(await visitor.find(".fate").count(), 0);
  });

  check("reload and another page: transcript, draft and open state are there, without a word said anew", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture());
    const sent = await onTheWire(visitor.page);
    await visitor.page.reload();
    await visitor.begin();
    await visitor.say("why Mexico?");
    const before = await visitor.messages();
    await visitor.find(".field").fill("half a sen");
    await pause(300);
    for (const go of [() => visitor.page.reload(), () => visitor.page.goto(page.fixture({ path: "/pricing.html" }))]) {
      await go();
      await visitor.online();
      assert.deepEqual(await visitor.messages(), before);
      assert.equal(await visitor.find(".field").inputValue(), "half a sen");
      assert.equal(await visitor.focus(), "body", "a panel that opens by itself leaves the focus alone");
    }
    assert.equal(sent.length, 1);
    await visitor.page.keyboard.press("Escape");
    await visitor.find(".launcher").click();
    await visitor.page.reload();
    await pause(500);
    assert.equal(await visitor.find(".panel").isVisible().catch(() => false), false, "closed stays closed");
  });

  check("a message written while offline survives a reload", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture());
    await visitor.begin();
    await visitor.say("hello");
    await visitor.page.route(/socket\.io/, (route) => route.abort());
    page.webSockets = false;
    for (const socket of page.sockets) socket.destroy();
    await visitor.find(".banner").waitFor();
    await visitor.write("why Mexico?");
    await pause(300);
    await visitor.page.reload();
    await visitor.find(".fate").waitFor();
    page.webSockets = true;
    await visitor.page.unroute(/socket\.io/);
    await until(async () => (await visitor.texts("bot")).some((text) => text.includes("700,000")), "the answer", 20_000);
    assert.deepEqual(await visitor.texts("visitor"), ["hello", "why Mexico?"]);
  });

  check("two tabs: both show everything once; read in one is read in both; erased in one is erased in both", async ({ site, arrive }) => {
    const page = await site();
    const one = await arrive(page.fixture());
    await one.begin();
    await until(async () => JSON.stringify(await one.stored()).includes("true"), "open, as stored");
    const other = new one.constructor(await one.page.context().newPage());
    await other.go(page.fixture());
    await other.online(); // open here because it is open there
    await one.say("why Mexico?");
    await other.say("how long is the flight?");
    await until(async () => (await one.texts("visitor")).length === 2, "the other tab's message");
    await pause(300);
    assert.deepEqual(await one.texts("visitor"), ["why Mexico?", "how long is the flight?"]);
    assert.deepEqual(await one.messages(), await other.messages());
    await other.find(".tool[part=close]").click();
    await one.find(".tool[part=close]").click();
    await other.page.evaluate(() => window.Puente("send", "tell me about Monterrey"));
    await until(async () => (await other.texts("bot")).at(-1).includes("Monterrey"), "the answer");
    await other.page.bringToFront();
    await until(async () => (await one.texts("visitor")).length === 3, "the third message");
    await until(async () => (await one.find(".badge").isHidden()), "no badge where the other tab has read it");
    await one.open();
    await one.find("[aria-controls=menu]").click();
    await one.find("#menu button").nth(1).click();
    await one.find(".danger").click();
    for (const tab of [one, other]) {
      await tab.find(".notice").filter({ hasText: "deleted" }).waitFor();
      assert.deepEqual(await tab.messages(), []);
    }
    assert.doesNotMatch(JSON.stringify(await one.stored()), /Mexico|flight|Monterrey/);
    await one.say("hello");
    await until(async () => (await other.texts("visitor")).length === 1, "both go on in the same new conversation");
  });

  check("two tabs that open the chat at the same time end up in one conversation", async ({ site, arrive }) => {
    const page = await site();
    const one = await arrive(page.fixture());
    const other = new one.constructor(await one.page.context().newPage());
    await other.go(page.fixture());
    await Promise.all([one.find(".launcher").click(), other.find(".launcher").click()]);
    await Promise.all([one.online(), other.online()]);
    await pause(1000);
    await one.say("hello");
    await until(async () => (await other.texts("visitor")).length === 1, "the same conversation");
  });

  check("without WebSockets it works by polling", async ({ site, arrive }) => {
    const page = await site();
    page.webSockets = false;
    const visitor = await arrive(page.fixture());
    await visitor.begin();
    assert.match((await visitor.say("why Mexico?")).join(), /700,000/);
    assert.ok(page.requests.includes("/socket.io/"));
  });

  check("storage that is blocked, full of garbage or of another version: the chat works all the same", async ({ site, arrive }) => {
    const page = await site();
    const wrong = { v: 1, born: Date.now(), token: "not.a.token", open: "yes", unread: -4, read: 7, draft: {}, landing: [], lines: [null, 1, "x", { id: 3 }, { id: "a", text: ["b"] }, { id: "c", text: "kept", from: "bot", buttons: [{}, null] }] };
    for (const kept of ["{{{", "null", "[]", '"text"', JSON.stringify({ v: 99, token: 1, lines: {} }), JSON.stringify(wrong)]) {
      const visitor = await arrive(page.fixture());
      await visitor.page.evaluate(([key, value]) => localStorage.setItem(key, value), [KEY, kept]);
      await visitor.page.reload();
      await visitor.begin();
      assert.ok((await visitor.say("hello")).length, kept);
      assert.deepEqual(visitor.errors, []);
      await visitor.leave();
    }
    const head = `<script>for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });</script>`;
    const visitor = await arrive(page.fixture({ head, path: "/blocked.html" }));
    await visitor.begin();
    assert.ok((await visitor.say("hello")).length);
    assert.deepEqual(visitor.errors, []);
  });

  check("a page of a site that was not named is told so", async ({ site, arrive, puente }) => {
    const stranger = await site();
    const visitor = await arrive(stranger.fixture({ widget: `http://127.0.0.1:${puente.port}/widget.js` }));
    await visitor.open();
    await visitor.find(".banner").filter({ hasText: "isn't available" }).waitFor();
  });

  check("a visitor who is too quick waits and loses nothing", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture({ path: "/first.html" }));
    let limited = 0;
    const sent = await onTheWire(visitor.page, (frame) => (/^43\d/.test(frame) && limited++ === 0 ? frame.replace(/\[.*/, '[{"ok":false,"code":"rate","retry_after":1}]') : frame));
    await visitor.go(page.fixture());
    await visitor.begin();
    await visitor.write("hello");
    await visitor.find(".fate").filter({ hasText: "that was quick" }).waitFor();
    await visitor.write("why Mexico?");
    await until(async () => (await visitor.messages()).every(({ status }) => status === "sent") && sent.length === 3, "both delivered");
    assert.equal(sent[0], sent[1]);
    assert.equal(await visitor.find(".fate").count(), 0);
  });

  check("what begins with a slash is only text", async ({ site, arrive }) => {
    const visitor = await arrive((await site()).fixture());
    await visitor.begin();
    await visitor.say("why Mexico?");
    await visitor.say('/restart{"email": "x@example.com"}');
    assert.equal((await visitor.texts("visitor")).length, 2);
    await visitor.page.reload();
    await visitor.online();
    assert.equal((await visitor.texts("visitor")).length, 2, "nothing was restarted");
  });
}
