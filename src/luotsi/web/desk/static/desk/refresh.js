// A part of a page that tells how something goes: asked for anew until it says that it is done, then the page with it.
"use strict";

const SECONDS = 3;
const part = document.querySelector("[data-refreshes]");

async function look() {
  try {
    const answer = await fetch(part.dataset.refreshes);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById(part.id);
    if (answer.ok && !now?.hasAttribute("data-refreshes")) {
      location.reload();
      return;
    }
    const words = now?.querySelector(".notice") ?? part.querySelector(".notice");
    if (words.textContent !== part.querySelector(".notice").textContent) part.querySelector(".notice").replaceWith(words);
  } catch {
    // Without a connection the words stand as they are, and it is tried again.
  }
  setTimeout(look, SECONDS * 1000);
}

if (part) setTimeout(look, SECONDS * 1000);
