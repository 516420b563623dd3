// A person in front of the widget, as far as a test needs one.
import { until } from "./tools.mjs";

export class Visitor {
  constructor(page) {
    this.page = page;
    this.errors = [];
    this.refused = [];
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => /content security|trusted ?types/i.test(message.text()) && this.refused.push(message.text()));
  }

  /** Somebody new in a browser of their own, on the page at this address. */
  static async arrive(browser, url, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US", ...options });
    const visitor = new Visitor(await context.newPage());
    await visitor.go(url);
    return visitor;
  }

  async go(url) {
    await this.page.goto(url);
    await this.page.locator("puente-chat").waitFor({ state: "attached" });
  }

  find(selector) {
    return this.page.locator(`puente-chat ${selector}`);
  }

  async open() {
    await this.find(".launcher").click();
    await this.find(".panel").waitFor();
  }

  /** Opens the chat and waits for the connection. */
  async begin() {
    await this.open();
    await this.online();
  }

  online() {
    return this.find(".online").waitFor();
  }

  /** Writes and sends; resolves at once. */
  async write(text) {
    await this.find(".field").fill(text);
    await this.find(".field").press("Enter");
  }

  /** Writes, sends, and waits for the whole answer; gives its texts. */
  async say(text) {
    const before = await this.messages();
    await this.write(text);
    return this.answered(before.length);
  }

  /** Clicks a suggestion and waits for the whole answer. */
  async choose(title) {
    const before = await this.messages();
    await this.find(".reply").filter({ hasText: title }).first().click();
    return this.answered(before.length);
  }

  async answered(count) {
    const said = await until(async () => {
      const messages = await this.messages(true);
      const settled = messages.every(({ status }) => status !== "sending" && status !== "waiting" && status !== "typing");
      return messages.length > count + 1 && settled && messages.at(-1).from === "bot" && messages;
    }, "an answer");
    return said.slice(count + 1).map(({ text }) => text);
  }

  /** What the transcript shows, without the greeting; with the bot's typing as one more line where that is wanted. */
  messages(typing = false) {
    return this.page.evaluate((wanted) => {
      const root = document.querySelector("puente-chat").shadowRoot;
      const lines = [...root.querySelectorAll(".lines > .line")].slice(1);
      const writing = wanted && root.querySelector(".typing") ? [{ from: "bot", status: "typing", text: "" }] : [];
      return [...lines.map((line) => ({
        from: line.classList.contains("visitor") ? "visitor" : "bot",
        status: line.classList[2],
        text: line.querySelector(".bubble")?.innerText ?? "",
      })), ...writing];
    }, typing);
  }

  async texts(from) {
    return (await this.messages()).filter((message) => message.from === from).map(({ text }) => text);
  }

  /** Where the focus is: a selector-like word for what is inside the widget, or the id of what is outside. */
  focus() {
    return this.page.evaluate(() => {
      const outer = document.activeElement;
      const inner = outer?.shadowRoot?.activeElement;
      return inner ? inner.getAttribute("aria-label") ?? inner.innerText : outer === document.body ? "body" : outer?.id;
    });
  }

  /** Evaluates in the page with the widget's shadow root. */
  inside(work, value) {
    return this.page.evaluate(`(${work})(document.querySelector("puente-chat").shadowRoot, ${JSON.stringify(value)})`);
  }

  stored() {
    return this.page.evaluate(() => ({ ...localStorage }));
  }

  leave() {
    return this.page.context().close();
  }
}
