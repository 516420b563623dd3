// One whole conversation, from a campaign's link to the lead in the database; and how long an answer takes.
import assert from "node:assert/strict";
import { until } from "./tools.mjs";

const CAMPAIGN = "utm_source=newsletter&utm_campaign=spring&gclid=abc123&email=someone%40example.com";
const ANSWERS = {
  need: "help moving our ERP to the cloud", team_size: "5", timeline: "in March", budget: "20k a month", company: "Kite & Keel",
  job_title: "CTO", name: "Jane Doe", email: "jane.doe@kite-and-keel.com", phone: "+52 33 1234 5678",
};
/** What the message field must be while this is asked: type and autocomplete. */
const FIELDS = { email: ["email", "email"], phone: ["tel", "tel"], name: ["text", "name"], company: ["text", "organization"], job_title: ["text", "organization-title"] };
const QUESTIONS = [
  "why Mexico?", "is it cheaper than India?", "how long is the flight?", "do they speak English?", "tell me about Tijuana", "which city suits finance?",
  "how many engineers are there?", "what does the government do?", "Guadalajara or Monterrey?", "what are your hourly rates?", "tell me about training", "who won the world cup?",
];

/** The slot that the last envelope asks for, as the field's label tells it. */
const LABELS = {
  "What you need": "need", "Number of people": "team_size", "When it should start": "timeline", "Budget": "budget", "City": "hub", "Company": "company",
  "Role": "job_title", "Name": "name", "E-mail address": "email", "Phone number": "phone", "Your answer": "consent", "Your message": null,
};

export default function define(check) {
  check("from 'why Mexico?' to a lead in the database, with the campaign it came from", async ({ site, arrive, puente, report }) => {
    const page = await site();
    const visitor = await arrive(`${page.origin}/?${CAMPAIGN}`);
    await visitor.page.evaluate(() => document.addEventListener("puente:lead", (event) => (window.__lead = event.detail)));
    await visitor.page.getByRole("button", { name: "Ask a question" }).first().click();
    await visitor.online();
    assert.match((await visitor.choose("Why Mexico?")).join(), /700,000/);
    assert.match((await visitor.say("and Tijuana?")).join(), /manufacturing/);
    await visitor.say("I want to talk to someone");
    const asked = [];
    for (;;) {
      const field = visitor.find(".field");
      const slot = LABELS[await field.getAttribute("aria-label")];
      assert.ok(slot && !asked.includes(slot), `${slot} asked for after ${asked}`);
      asked.push(slot);
      if (FIELDS[slot]) assert.deepEqual([await field.getAttribute("type"), await field.getAttribute("autocomplete")], FIELDS[slot]);
      else assert.equal(await field.evaluate((element) => element.tagName), "TEXTAREA");
      assert.equal(await visitor.focus(), await field.getAttribute("aria-label"), "the focus stays in the field, whatever it turns into");
      if (slot === "consent") break;
      if (slot === "hub") await visitor.choose("Tijuana");
      else await visitor.say(ANSWERS[slot]);
    }
    assert.deepEqual(asked, ["need", "team_size", "timeline", "budget", "hub", "company", "job_title", "name", "email", "phone", "consent"]);
    assert.equal(await visitor.page.evaluate(() => window.__lead), undefined, "nothing is handed over without consent");
    const done = (await visitor.choose("Yes, pass it on")).join();
    const lead = await until(() => visitor.page.evaluate(() => window.__lead), "the event for the page's analytics");
    assert.ok(done.includes(lead.reference));
    assert.equal(lead.status, "handed_off");
    const exported = (await puente.leads("export")).trim().split("\n").map((line) => JSON.parse(line));
    const [kept] = exported.filter(({ reference }) => reference === lead.reference);
    assert.equal(kept.email, ANSWERS.email);
    assert.equal(kept.company, ANSWERS.company);
    assert.equal(kept.hub, "Tijuana");
    assert.equal(kept.first_utm_source, "newsletter");
    assert.equal(kept.first_utm_campaign, "spring");
    assert.equal(kept.first_page, `${page.origin}/?utm_source=newsletter&utm_campaign=spring&gclid=abc123`);
    report(`a lead after ${(await visitor.texts("visitor")).length} messages of the visitor's`);
  });

  check("from click to answer", async ({ site, arrive, report }) => {
    const visitor = await arrive((await site()).fixture());
    await visitor.begin();
    const times = [];
    for (const question of QUESTIONS) {
      await visitor.find(".field").fill(question);
      times.push(await visitor.inside(async (root) => {
        const shown = () => root.querySelectorAll(".line.bot").length;
        const before = shown();
        const start = performance.now();
        root.querySelector(".send").click();
        while (shown() === before) await new Promise(requestAnimationFrame);
        return performance.now() - start;
      }));
      await visitor.find(".typing").waitFor({ state: "detached" });
    }
    times.sort((a, b) => a - b);
    const round = (ms) => Math.round(ms);
    report(`from click to the answer on the screen, ${times.length} questions: median ${round(times[times.length / 2])} ms, slowest ${round(times.at(-1))} ms`);
    assert.ok(times[times.length / 2] < 1000);
  });
}
