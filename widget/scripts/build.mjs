// Builds dist/: the panel with its dictionaries first, then the loader, which holds the panel's hashed name.
// With --check it builds elsewhere and compares: what is committed must be what the sources give.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const target = ["es2022", "chrome111", "firefox113", "safari16.4"];
const NOTICE = "/*! Holds Preact and socket.io-client, both MIT: see widget/THIRD-PARTY.txt of Puente. */";
const common = {
  root, configFile: false, logLevel: "warn", publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
};

async function buildInto(outDir) {
  await build({
    ...common,
    build: {
      target, outDir, emptyOutDir: true, modulePreload: false, minify: true,
      // Not as a library: that would keep the white space of ES modules.
      rollupOptions: {
        input: "src/panel/main.tsx",
        preserveEntrySignatures: "strict",
        output: { postBanner: (chunk) => (chunk.isEntry ? NOTICE : ""), entryFileNames: "panel-[hash].js", chunkFileNames: "[name]-[hash].js" },
      },
    },
  });
  const panel = readdirSync(outDir).find((name) => name.startsWith("panel-"));
  await build({
    ...common,
    define: { __PANEL__: JSON.stringify(panel) },
    build: {
      target, outDir, emptyOutDir: false, minify: true,
      lib: { entry: "src/loader/main.ts", formats: ["iife"], name: "PuenteLoader", fileName: () => "widget.js" },
    },
  });
}

const contents = (folder) => Object.fromEntries(readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]));

if (process.argv.includes("--check")) {
  const fresh = mkdtempSync(join(tmpdir(), "puente-widget-"));
  await buildInto(fresh);
  const same = JSON.stringify(contents(fresh)) === JSON.stringify(contents(dist));
  rmSync(fresh, { recursive: true });
  console.log(same ? "widget/dist is what the sources give" : "widget/dist is not what the sources give: run `make widget` and commit it");
  process.exitCode = same ? 0 : 1;
} else {
  await buildInto(dist);
}
