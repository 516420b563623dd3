// Words from anybody never become anything but words; strict pages lose nothing; hostile style sheets change nothing.
import assert from "node:assert/strict";
import { pause, until } from "./tools.mjs";

const HOSTILE = [
  "<script>window.__x=1</script>",
  "<img src=x onerror=window.__x=1>",
  "<svg onload=window.__x=1>",
  "<svg><script>window.__x=1</script></svg>",
  "[a](javascript:window.__x=1)",
  "[b](JaVaScRiPt:window.__x=1)",
  "[c](java\tscript:window.__x=1)",
  "[d](javascript&colon;window.__x=1)",
  "[e](data:text/html,<script>parent.__x=1</script>)",
  "[f](vbscript:msgbox(1))",
  "[g](https://ok.example/\"onmouseover=\"window.__x=1)",
  "\"><img src=x onerror=window.__x=1>",
  "<iframe srcdoc='<script>parent.__x=1</script>'></iframe>",
  "&lt;img src=x onerror=window.__x=1&gt;",
  "{{constructor.constructor('window.__x=1')()}} ${window.__x=1}",
  "\u202Eevil\u202C [h](//evil.example) [i](/relative) [j](file:///etc/passwd)",
  "<a href='javascript:window.__x=1' onclick='window.__x=1'>k</a>",
];

/** A server whose every word is hostile: what the real one sends is replaced on its way. */
async function poison(page) {
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      const found = /^42(\[.*)$/s.exec(String(frame));
      if (!found) return socket.send(frame);
      const [name, data] = JSON.parse(found[1]);
      if (name === "message" && data.from === "bot") data.text = HOSTILE.join("\n\n");
      if (name === "message") data.buttons = HOSTILE.slice(0, 12).map((text) => ({ title: text, payload: text }));
      if (name === "turn_end") data.data.sources = HOSTILE.slice(0, 6).map((text, index) => ({ title: text, section: text, url: HOSTILE[index + 4].replace(/^.*\(|\)$/g, "") }));
      return socket.send(`42${JSON.stringify([name, data])}`);
    });
  });
}

/** Whatever in the widget, or in the page, is more than words. */
const suspicious = (visitor) => visitor.inside((root) => {
  const found = [];
  for (const element of root.querySelectorAll("*")) {
    if (/^(script|iframe|img|object|embed|template|base|form)$/i.test(element.tagName) && !element.classList.contains("composer")) found.push(element.outerHTML);
    for (const { name, value } of element.attributes) {
      if (/^on|^srcdoc$|^style$/.test(name) && !element.matches(".field, .panel")) found.push(`${name}=${value}`);
      if (name === "href" && !/^(https?|mailto|tel):/.test(value)) found.push(value);
    }
  }
  return found;
});

async function clickEverything(visitor) {
  await visitor.inside((root) => {
    for (const link of root.querySelectorAll("a[href]")) {
      link.removeAttribute("target");
      link.addEventListener("click", (event) => /^https?:/.test(link.href) && event.preventDefault());
      link.click();
    }
  });
}

export default function define(check) {
  check(`${HOSTILE.length} hostile strings stay words: as answer, suggestion, source, echo, history and setting, without any policy`, async ({ site, arrive }) => {
    const page = await site();
    const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    const attributes = ["title", "label", "greeting", "nudge"].map((name, index) => `data-${name}="${quoted(HOSTILE[index])}"`).join(" ");
    const url = page.fixture({ attributes: `${attributes} data-nudge-delay="10" data-privacy="javascript:window.__x=1" data-starters="${quoted(HOSTILE.slice(0, 3).join("|"))}"` });
    const reader = await arrive(page.fixture({ path: "/first.html" }));
    reader.page.on("dialog", () => assert.fail("a dialog opened"));
    await poison(reader.page);
    await reader.go(url);
    await reader.find(".nudge").waitFor();
    await reader.begin();
    for (const text of HOSTILE.slice(0, 8)) await reader.say(text);
    await reader.say(HOSTILE.slice(8).join("\n"));
    for (const summary of await reader.find(".sources summary").all()) await summary.click();
    const shown = (await reader.messages()).map(({ text }) => text);
    assert.ok(HOSTILE.slice(0, 4).every((text) => shown.includes(text)), "the visitor sees what was written");
    await reader.find(".reply").first().click();
    await pause(500);
    await clickEverything(reader);
    assert.deepEqual(await suspicious(reader), []);
    await reader.page.reload();
    await reader.find(".line.bot .bubble p").first().waitFor();
    await clickEverything(reader);
    assert.deepEqual(await suspicious(reader), []);
    assert.equal(await reader.page.evaluate(() => window.__x), undefined);
  });

  check("under a strict policy with Trusted Types, on a site of another origin, nothing is refused and everything is styled", async ({ site, arrive, elsewhere, puente }) => {
    const shop = await site(elsewhere);
    const chat = `http://127.0.0.1:${puente.port}`;
    const policy = `default-src 'none'; script-src ${chat}; style-src 'none'; connect-src ${chat} ${chat.replace("http", "ws")}; require-trusted-types-for 'script'; trusted-types 'none'`;
    const url = shop.fixture({ widget: `${chat}/widget.js`, headers: { "content-security-policy": policy }, attributes: 'data-accent="#8a1c5b"' });
    const visitor = await arrive(url);
    await visitor.begin();
    await visitor.say("why Mexico?");
    await visitor.find(".sources summary").click();
    await visitor.find("[aria-controls=menu]").click();
    await visitor.find("#menu button").first().click();
    assert.deepEqual(visitor.refused, []);
    assert.deepEqual(visitor.errors, []);
    const style = await visitor.inside((root) => {
      const of = (selector) => getComputedStyle(root.querySelector(selector));
      return [of(".launcher").backgroundColor, of(".visitor .bubble").backgroundColor, of(".panel").position, of(".field").fontSize];
    });
    assert.deepEqual(style, ["rgb(138, 28, 91)", "rgb(138, 28, 91)", "fixed", "16px"]);
  });

  check("a nonce with strict-dynamic is enough", async ({ site, arrive }) => {
    const page = await site();
    const policy = "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; connect-src 'self'";
    const url = page.fixture({ headers: { "content-security-policy": policy }, attributes: 'nonce="abc"' });
    const visitor = await arrive(url);
    await visitor.begin();
    assert.ok((await visitor.say("hello")).length);
    assert.deepEqual(visitor.refused, []);
  });

  check("the demo page, the snippet's page and the chat as a page keep to their own policy", async ({ site, arrive }) => {
    const page = await site();
    for (const path of ["/", "/snippet.html", "/embed.html"]) {
      const context = await arrive(page.fixture({ path: "/first.html" }));
      await context.page.goto(page.origin + path);
      await pause(400);
      assert.deepEqual([path, context.refused, context.errors], [path, [], []]);
    }
  });

  check("when the panel can't be had the launcher stays, says so in plain words, and works the next time", async ({ site, arrive }) => {
    const page = await site();
    const visitor = await arrive(page.fixture());
    await visitor.page.route(/\/panel-/, (route) => route.abort());
    await visitor.find(".launcher").click();
    await visitor.find(".trouble").filter({ hasText: "couldn't load" }).waitFor();
    assert.equal(await visitor.find(".launcher").getAttribute("aria-expanded"), "false");
    await visitor.page.unroute(/\/panel-/);
    await visitor.begin();
    assert.equal(await visitor.find(".trouble").isVisible(), false);
  });

  check("a hostile style sheet changes nothing inside", async ({ site, arrive }) => {
    const page = await site();
    const hostile = `<style>* { font-size: 40px !important; color: red !important; letter-spacing: 9px !important; text-transform: uppercase !important; }
      body * { display: block !important; opacity: .2 !important; position: static !important;
      transform: rotate(9deg) !important; direction: rtl !important; visibility: hidden !important; }
      button, div, span { display: none !important; } puente-chat { display: none !important; z-index: -1 !important; }</style>`;
    const look = async (visitor) => {
      await visitor.begin();
      return visitor.inside((root) => [".launcher", ".panel", ".titles h2", ".bubble", ".field", ".reply"].map((selector) => {
        const element = root.querySelector(selector);
        const { fontSize, color, display, opacity, direction, letterSpacing, textTransform, visibility, position } = getComputedStyle(element);
        const { x, y, width, height } = element.getBoundingClientRect();
        return { selector, fontSize, color, display, opacity, direction, letterSpacing, textTransform, visibility, position, box: [x, y, width, height].map(Math.round) };
      }));
    };
    const options = { reducedMotion: "reduce" };
    const calm = await look(await arrive(page.fixture(), options));
    assert.deepEqual(await look(await arrive(page.fixture({ head: hostile, path: "/hostile.html" }), options)), calm);
  });

  check("the script included twice makes one widget; a swapped body keeps it, with its conversation", async ({ site, arrive }) => {
    const page = await site();
    const again = '<script async src="/widget.js" data-id="test"></script><script async src="/widget.js?again" data-id="other"></script>';
    const visitor = await arrive(page.fixture({ body: again }));
    await visitor.begin();
    await visitor.say("hello");
    assert.equal(await visitor.page.locator("puente-chat").count(), 1);
    await visitor.page.evaluate(() => {
      history.pushState({}, "", "/pricing?utm_source=news&secret=1#top");
      const body = document.createElement("body");
      body.textContent = "Another page";
      document.body.replaceWith(body);
    });
    await until(() => visitor.page.locator("puente-chat").count(), "the widget in the new body");
    const sent = [];
    await visitor.page.evaluate(() => {
      window.__sent = [];
      const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (data) { window.__sent.push(data); return send.call(this, data); };
    });
    await visitor.say("why Mexico?");
    sent.push(...(await visitor.page.evaluate(() => window.__sent.filter((frame) => String(frame).includes("metadata")))));
    assert.match(sent[0], /"url":"http:\/\/127\.0\.0\.1:\d+\/pricing\?utm_source=news"/);
    assert.equal((await visitor.texts("visitor")).length, 2);
  });
}
