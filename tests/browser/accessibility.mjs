// axe on every state of the widget, in both themes, both directions, three widths.
import assert from "node:assert/strict";
import { AXE, until } from "./tools.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [1280, 390, 320];

/** axe's complaints about the page as it is, at each width. */
async function complaints(visitor, state, widths = WIDTHS) {
  const found = [];
  for (const width of widths) {
    await visitor.page.setViewportSize({ width, height: 800 });
    await settled(visitor);
    if (!(await visitor.page.evaluate(() => "axe" in window))) await visitor.page.evaluate(AXE);
    const { violations } = await visitor.page.evaluate((values) => window.axe.run(document, { runOnly: values, resultTypes: ["violations"] }), TAGS);
    found.push(...violations.map(({ id, nodes }) => `${state} at ${width}: ${id}: ${nodes.map((node) => node.target.flat().join(" ") + " " + (node.any[0]?.message ?? "")).join("; ")}`));
  }
  await visitor.page.setViewportSize({ width: 1280, height: 800 });
  return found;
}

/** Colours are judged once nothing fades any more. */
async function settled(visitor) {
  await visitor.inside(async (root) => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 30)));
    const finite = root.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(finite.map((one) => one.finished));
  });
}

/** A connection on which the server seems to have failed with every message. */
async function failing(page) {
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => socket.send(String(frame).replace(/^(43\d+)\[.*$/s, '$1[{"ok":false,"code":"failed"}]')));
  });
}

async function walk(site, arrive, options, html) {
  const found = [];
  const page = await site();
  const note = async (visitor, state) => found.push(...(await complaints(visitor, state)));

  const asked = await arrive(page.fixture({ html, attributes: 'data-consent="ask" data-nudge="Questions on cost?" data-nudge-delay="50"' }), options);
  await asked.find(".nudge").waitFor();
  await note(asked, "nudge");
  await asked.find(".nudge-close").click();
  await note(asked, "closed");
  await asked.open();
  await note(asked, "consent");

  const visitor = await arrive(page.fixture({ html, path: "/chat.html" }), options);
  await visitor.begin();
  await note(visitor, "welcome");
  await visitor.say("why Mexico?");
  await visitor.find(".sources summary").click();
  await note(visitor, "answer with sources and suggestions");
  await visitor.find("[aria-controls=menu]").click();
  await note(visitor, "menu");
  await visitor.find("#menu button").nth(1).click();
  await note(visitor, "erase dialog");
  await visitor.page.keyboard.press("Escape");
  await visitor.say("I want to talk to someone");
  await note(visitor, "question");
  page.interrupt();
  await visitor.find(".banner").waitFor();
  await visitor.write("are you there?");
  await note(visitor, "offline");
  page.interrupt(false);

  const unlucky = await arrive(page.fixture({ html, path: "/failing.html", attributes: 'data-id="failing"' }), options);
  await failing(unlucky.page);
  await unlucky.begin();
  await unlucky.write("hello");
  await unlucky.find(".problem").waitFor();
  await note(unlucky, "not sent");
  return found;
}

export default function define(check) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [direction, html] of [["ltr", 'lang="en"'], ["rtl", 'lang="en" dir="rtl"']]) {
      check(`axe finds nothing in any state, ${colorScheme}, ${direction}, at ${WIDTHS.join(", ")} px`, async ({ site, arrive }) => {
        assert.equal((await walk(site, arrive, { colorScheme }, html)).join("\n"), "");
      });
    }
  }

  check("text stays readable on and in any accent colour", async ({ site, arrive }) => {
    const visitor = await arrive((await site()).fixture());
    await visitor.begin();
    await visitor.say("why Mexico?");
    const found = [];
    for (const colorScheme of ["light", "dark"]) {
      await visitor.page.emulateMedia({ colorScheme });
      for (const accent of ["#ffe14d", "#000", "#fff", "#7f7f7f", "#f00", "#00e5ff", "rgb(118 118 118)"]) {
        await visitor.page.evaluate((colour) => document.querySelector("puente-chat").style.setProperty("--pu-accent", colour), accent);
        found.push(...(await complaints(visitor, `${accent} ${colorScheme}`, [1280])));
      }
    }
    assert.equal(found.join("\n"), "");
  });

  check("the accessibility tree has the dialog, the log, and the answer read out once as plain text", async ({ site, arrive }) => {
    const visitor = await arrive((await site()).fixture());
    const devtools = await visitor.page.context().newCDPSession(visitor.page);
    await visitor.begin();
    const spoken = await watchSpoken(visitor);
    const answer = (await visitor.say("why Mexico?")).join("\n");
    const { nodes } = await devtools.send("Accessibility.getFullAXTree");
    const named = (role) => nodes.filter((node) => !node.ignored && node.role?.value === role).map((node) => node.name?.value);
    assert.deepEqual(named("dialog"), ["Ask about outsourcing"]);
    assert.deepEqual(named("log"), ["Conversation"]);
    assert.ok(named("button").includes("Send") && named("button").includes("Close chat"));
    assert.deepEqual(named("textbox"), ["Your message"]);
    const said = (await spoken()).filter((text, index, all) => text && text !== all[index - 1]);
    assert.deepEqual(said, ["The assistant is typing", answer], "typing once, then the answer once");
  });
}

/** Gives a function that tells what the live region has said so far. */
async function watchSpoken(visitor) {
  await visitor.inside((root) => {
    const region = root.querySelector(".panel > .sr[aria-live]");
    window.__said = [];
    new MutationObserver(() => window.__said.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
  });
  return () => until(() => visitor.page.evaluate(() => window.__said), "something said");
}
