// The size gate: what a visitor downloads, gzipped, must stay below these limits.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const KIB = 1024;
const LIMITS = [[/^widget\.js$/, 4 * KIB, "loader"], [/^panel-.*\.js$/, 32 * KIB, "panel"], [/^(en|es)-.*\.js$/, 2 * KIB, "dictionary"]];
const dist = fileURLToPath(new URL("../dist/", import.meta.url));

let failed = false;
for (const name of readdirSync(dist)) {
  const bytes = gzipSync(readFileSync(dist + name), { level: 9 }).length;
  const [, limit, what] = LIMITS.find(([pattern]) => pattern.test(name)) ?? [null, 0, "unexpected file"];
  const over = bytes > limit;
  failed ||= over;
  console.log(`${over ? "TOO LARGE" : "ok"}  ${what}  ${name}  ${bytes} bytes gzipped, limit ${limit}`);
}
process.exitCode = failed ? 1 : 0;
