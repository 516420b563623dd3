// The browser tests: real Chromium, real widget, real Puente. `make browser` brings what they need.
import { after, before, test } from "node:test";
import { freePorts, Puente } from "./puente.mjs";
import { Site } from "./site.mjs";
import { launch } from "./tools.mjs";
import { Visitor } from "./visitor.mjs";

const SUITES = ["closed", "look", "accessibility", "keyboard", "security", "reliability", "behaviour", "conversation"];
const LONGEST_MS = 10 * 60_000;
const wanted = process.argv.slice(2);

/** What every test gets: `site()` opens a website, `arrive(url, options)` brings somebody to it. Both are tidied away. */
export const world = { puente: null, browser: null, elsewhere: 0 };

before(async () => {
  const [port, elsewhere] = await freePorts(2);
  world.elsewhere = elsewhere;
  try {
    world.browser = await launch();
    world.puente = await Puente.start(port, `http://127.0.0.1:${elsewhere}`);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}, { timeout: 180_000 });

after(async () => {
  await Promise.allSettled([world.browser.close(), world.puente.stop()]);
});

// Whatever hangs, the run ends.
setTimeout(() => process.exit(1), LONGEST_MS).unref();

/** One test with a website of its own; whatever it opened is closed again. */
function check(name, work) {
  test(name, { timeout: 120_000 }, async (context) => {
    const opened = [];
    const keep = (one) => (opened.push(one), one);
    const site = async (port) => keep(await Site.open(world.puente.port, port));
    const arrive = async (url, options) => keep(await Visitor.arrive(world.browser, url, options));
    try {
      await work({ ...world, site, arrive, report: (line) => context.diagnostic(line) });
    } finally {
      for (const one of opened.reverse()) await (one.leave?.() ?? one.close()).catch(() => undefined);
    }
  });
}

for (const suite of SUITES.filter((name) => !wanted.length || wanted.includes(name))) {
  const { default: define } = await import(`./${suite}.mjs`);
  define(check);
}
