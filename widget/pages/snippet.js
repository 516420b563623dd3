// Builds the script tag from the form.
"use strict";
const form = document.getElementById("settings");
const snippet = document.getElementById("snippet");
const DEFAULTS = { accent: "#0b6b57" };

form.elements.server.value = location.origin;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("copy").addEventListener("click", copy);
show();

function show() {
  const { server, ...values } = chosen();
  const attributes = Object.entries(values).map(([name, value]) => `\n  data-${name}="${escaped(value)}"`);
  snippet.textContent = `<script async src="${escaped(server.replace(/\/+$/, ""))}/widget.js"${attributes.join("")}></script>`;
  const tried = Object.entries(values).map(([name, value]) => [name === "nudge-delay" ? "nudgeDelay" : name, value]);
  document.getElementById("try").href = `/?${new URLSearchParams(tried)}`;
  document.getElementById("copied").textContent = "";
}

/** What was set and is no default. Seconds become the milliseconds that the attribute wants. */
function chosen() {
  const entries = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
  return Object.fromEntries(
    entries.filter(([name, value]) => value && DEFAULTS[name] !== value).map(([name, value]) => [name, name === "nudge-delay" ? String(value * 1000) : value]),
  );
}

function escaped(value) {
  return value.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

async function copy() {
  const said = document.getElementById("copied");
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    said.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(snippet);
    said.textContent = "Marked: copy it with Ctrl-C.";
  }
}
