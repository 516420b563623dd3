// Lets the demo be tried with other settings: /?accent=%23b9472f&lang=es. A site of your own needs only the script tag.
"use strict";
const given = Object.fromEntries(new URLSearchParams(location.search));
const tried = ["accent", "consent", "dir", "greeting", "label", "lang", "launcher", "nudge", "nudgeDelay", "position", "starters", "theme", "title"];
window.PuenteSettings = Object.fromEntries(tried.filter((name) => name in given).map((name) => [name, given[name]]));
if (given.dir === "rtl") document.documentElement.dir = "rtl";
