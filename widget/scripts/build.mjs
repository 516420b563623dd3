// Builds dist/: the panel with its dictionaries first, then the loader, which holds the panel's hashed name.
import { readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const common = {
  root, configFile: false, logLevel: "warn", publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
};
const target = ["es2022", "chrome111", "firefox113", "safari16.4"];

rmSync(`${root}/dist`, { recursive: true, force: true });
await build({
  ...common,
  build: {
    target, outDir: "dist", emptyOutDir: true, modulePreload: false,
    minify: true,
    // Not as a library: that would keep the white space of ES modules.
    rollupOptions: {
      input: "src/panel/main.tsx",
      preserveEntrySignatures: "strict",
      output: { entryFileNames: "panel-[hash].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});
const panel = readdirSync(`${root}/dist`).find((name) => name.startsWith("panel-"));
await build({
  ...common,
  define: { __PANEL__: JSON.stringify(panel) },
  build: {
    target, outDir: "dist", emptyOutDir: false, minify: true,
    lib: { entry: "src/loader/main.ts", formats: ["iife"], name: "PuenteLoader", fileName: () => "widget.js" },
  },
});
