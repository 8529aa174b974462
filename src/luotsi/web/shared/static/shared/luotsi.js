// Small help for pages that work without it.
"use strict";

// A choice that is sent by itself when it changes: <form data-sends-itself>; its button is then hidden.
for (const form of document.querySelectorAll("form[data-sends-itself]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

// Open every disclosure before printing but the tables that would fill pages, and close again what was closed.
const ROWS_ON_PAPER = 40;
const opened = new Set();
addEventListener("beforeprint", () => {
  for (const more of document.querySelectorAll("details:not([open])")) {
    if (more.querySelectorAll("tr").length > ROWS_ON_PAPER) continue;
    opened.add(more);
    more.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const more of opened) more.open = false;
  opened.clear();
});
