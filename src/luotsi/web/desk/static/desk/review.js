// The review by keys and without reloading. Without this file every act is a plain form or link.
"use strict";

const form = document.getElementById("review-form");
const live = document.getElementById("review-live");
const review = document.querySelector(".review");
const dialog = document.getElementById("change-dialog");
const keys = document.getElementById("keys");
const many = form.querySelector(".review-many");
const foot = form.querySelector(".review-foot");
const undo = form.querySelector("[data-undoes]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const wide = matchMedia("(min-width: 60rem)");

const rows = () => [...form.querySelectorAll(".proposal:not(.is-context)")];
const current = () => form.querySelector(".proposal[aria-current]");
const rowOf = (pk) => form.querySelector(`.proposal[data-proposal="${pk}"]`);
const marksOf = (pk) => review.querySelectorAll(`.mark[data-of="${pk}"]`);

// Scroll inside the element's own column; the page itself only where columns do not scroll by themselves.
function reveal(element, { always = false } = {}) {
  const pane = element.closest(".review-scroll");
  if (getComputedStyle(pane).overflowY !== "auto") return element.scrollIntoView({ block: "center" });
  const box = element.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  const below = pane === form ? foot.offsetHeight : 0;
  if (!always && box.top >= frame.top && box.bottom <= frame.bottom - below) return undefined;
  const middle = (frame.height - below - box.height) / 2;
  pane.scrollTo({
    top: pane.scrollTop + box.top - frame.top - Math.max(8, middle),
    behavior: calm.matches ? "auto" : "smooth",
  });
  return undefined;
}

function choose(row, { focus = true, follow = true } = {}) {
  if (!row) return;
  const before = current();
  if (before && before !== row) {
    before.removeAttribute("aria-current");
    before.tabIndex = -1;
  }
  row.setAttribute("aria-current", "true");
  row.tabIndex = 0;
  if (focus) {
    row.focus({ preventScroll: true });
    review.scrollIntoView({ block: "nearest" });
  }
  if (focus || wide.matches) reveal(row);
  for (const mark of review.querySelectorAll(".mark.is-here")) mark.classList.remove("is-here");
  const marks = marksOf(row.dataset.proposal);
  for (const mark of marks) mark.classList.add("is-here");
  if (follow && wide.matches && marks.length) reveal(marks[0], { always: true });
}

function step(by) {
  const all = rows();
  const place = all.indexOf(current());
  choose(all[Math.min(all.length - 1, Math.max(0, place + by))]);
}

function nextPending(after) {
  const all = rows();
  const place = all.indexOf(after);
  return [...all.slice(place + 1), ...all.slice(0, Math.max(place, 0))].find((row) => row.classList.contains("is-pending"));
}

const SAID = "review-said"; // what to say after a reload
function tell(words) {
  undo.hidden = false;
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = words; });
}

function put(answer) {
  for (const [pk, html] of Object.entries(answer.rows)) {
    const old = rowOf(pk);
    if (!old) continue;
    const fresh = document.createRange().createContextualFragment(html).querySelector(".proposal");
    if (old.classList.contains("is-context")) fresh.classList.add("is-context");
    if (old.hasAttribute("aria-current")) fresh.setAttribute("aria-current", "true");
    fresh.tabIndex = old.tabIndex;
    old.replaceWith(fresh);
    for (const mark of marksOf(pk)) {
      mark.classList.remove("is-pending", "is-accepted", "is-rejected");
      mark.classList.add(`is-${answer.states[pk]}`);
    }
  }
  for (const [pk, html] of Object.entries(answer.fates ?? {})) {
    const slot = rowOf(pk)?.querySelector(".fate-slot");
    if (slot) slot.innerHTML = html;
  }
  if (answer.fates) {
    document.getElementById("review-against").innerHTML = answer.against;
    const gone = document.getElementById("review-gone");
    const isOpen = gone.querySelector("details")?.open;
    gone.innerHTML = answer.gone;
    if (isOpen && gone.firstElementChild) gone.firstElementChild.open = true;
  }
  document.getElementById("review-progress").innerHTML = answer.progress;
  document.getElementById("review-short").textContent = document.getElementById("review-count").textContent;
  for (const [name, count] of Object.entries(answer.counts)) {
    review.querySelector(`[data-count="${name}"]`).textContent = count;
  }
  tell(answer.report);
  countTicks();
}

function reloadAt(pk, words) {
  if (pk) history.replaceState(null, "", `#ehdotus-${pk}`);
  sessionStorage.setItem(SAID, words);
  location.reload();
}

async function send(address, body) {
  return fetch(address, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
}

async function act(value, { goOn = false } = {}) {
  const body = new FormData(form);
  body.set("act", value);
  const pk = value.split(":")[1];
  body.set("chosen", pk ? "" : body.getAll("chosen").join(" ")); // one field, however many are ticked
  const goal = goOn && pk ? nextPending(rowOf(pk)) : null;
  choose(goal); // at once, so that the next key means the next proposal
  const response = await send(form.action, body);
  if (!response.ok) return location.reload();
  const answer = await response.json();
  const [first] = Object.keys(answer.rows);
  if (answer.reload) return reloadAt(pk ?? first, answer.report);
  const stays = !goal && (!pk || current()?.dataset.proposal === pk);
  put(answer);
  if (value === "undo_last" && first) choose(rowOf(first));
  else if (value.startsWith("accept_")) choose(nextPending(current()) ?? current());
  else if (stays) choose(current());
}

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || button.name !== "act") return;
  event.preventDefault();
  act(button.value, { goOn: /^(accept|reject):/.test(button.value) });
});

// Changing one proposal in a dialog, whose content is the page that a plain link leads to.
async function openChange(link, field) {
  const response = await fetch(link.href, { headers: { "X-Requested-With": "fetch" } });
  if (!response.ok) return void (location.href = link.href);
  dialog.innerHTML = await response.text();
  dialog.showModal();
  dialog.querySelector(field).focus();
}

dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  const response = await send(event.target.action, new FormData(event.target));
  if (response.status === 422) {
    dialog.innerHTML = await response.text();
    dialog.querySelector(".error-summary a, textarea").focus();
    return;
  }
  if (!response.ok) return location.reload();
  const answer = await response.json();
  const [pk] = Object.keys(answer.rows);
  dialog.close();
  if (answer.reload) return reloadAt(pk, answer.report);
  put(answer);
  choose(rowOf(pk));
});
dialog.addEventListener("click", (event) => {
  if (event.target.closest("[data-closes]")) {
    event.preventDefault();
    dialog.close();
  }
});
dialog.addEventListener("close", () => choose(current(), { follow: false }));

form.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-key='e']");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    choose(link.closest(".proposal"), { focus: false, follow: false });
    openChange(link, "textarea");
    return;
  }
  const place = event.target.closest(".proposal-place");
  if (place) {
    event.preventDefault();
    show("document");
    choose(place.closest(".proposal"), { focus: false, follow: false });
    reveal(document.getElementById(place.hash.slice(1)), { always: true });
    return;
  }
  const row = event.target.closest(".proposal");
  if (row && !event.target.closest("a, button, input, summary")) choose(row);
});

// From a sentence of the document to its proposal, or to a proposal of one's own.
review.querySelector(".review-document").addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const skip = event.target.closest(".review-skip a");
  if (skip) {
    event.preventDefault();
    show("proposals");
    return void choose(current());
  }
  const bare = event.target.closest("a.bare");
  if (bare) {
    event.preventDefault();
    if (getSelection().isCollapsed) openChange(bare, "textarea");
    return;
  }
  const mark = event.target.closest("a.mark");
  const row = mark && rowOf(mark.dataset.of);
  if (!row) return;
  event.preventDefault();
  show("proposals");
  choose(row, { follow: false });
});

const HANDLERS = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  n: () => choose(nextPending(current())),
  a: (row) => act(`accept:${row.dataset.proposal}:${row.dataset.revision}`, { goOn: true }),
  r: (row) => act(`reject:${row.dataset.proposal}:${row.dataset.revision}`, { goOn: true }),
  u: (row) => act(`reopen:${row.dataset.proposal}:${row.dataset.revision}`),
  e: (row) => openChange(row.querySelector("[data-key='e']"), "textarea"),
  m: (row) => openChange(row.querySelector("[data-key='e']"), "select[name='parent']"),
  x: (row) => {
    const box = row.querySelector("input[type=checkbox]");
    box.checked = !box.checked;
    countTicks();
  },
};

const OF_MANY = { z: () => act("undo_last"), A: () => act("accept"), R: () => act("reject"), S: () => act("accept_sure") };

form.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, textarea, input:not([type=checkbox])")) return;
  if (event.key === "?") return openKeys();
  if (OF_MANY[event.key]) return void OF_MANY[event.key]();
  const handler = HANDLERS[event.key];
  const row = event.target.closest(".proposal") ?? current();
  if (!handler || !row) return;
  event.preventDefault();
  if (row !== current()) choose(row, { focus: false, follow: false });
  handler(row);
});

function openKeys() {
  keys.showModal();
}
for (const button of document.querySelectorAll("[data-opens='keys']")) {
  button.hidden = false;
  button.addEventListener("click", openKeys);
}
keys.addEventListener("close", () => choose(current(), { follow: false }));

// Ticking many.
const ticked = form.querySelector(".review-ticked");
const boxes = () => rows().map((row) => row.querySelector("input[type=checkbox]"));

function countTicks() {
  if (!many) return;
  const count = boxes().filter((box) => box.checked).length;
  ticked.hidden = count === 0;
  ticked.textContent = `(${count})`;
  many.classList.toggle("has-none", count === 0);
}
for (const button of form.querySelectorAll("[data-ticks]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const scope = button.dataset.ticks === "group" ? button.closest(".review-group") : form;
    const chosen = boxes().filter((box) => scope.contains(box));
    const on = chosen.some((box) => !box.checked);
    for (const box of chosen) box.checked = on;
    countTicks();
  });
}
form.addEventListener("change", countTicks);
countTicks();

// One column at a time on a narrow screen.
const views = document.querySelector(".review-views");
function show(view) {
  review.dataset.view = view;
  for (const button of views.children) button.setAttribute("aria-pressed", String(button.dataset.view === view));
}
views.hidden = false;
review.classList.add("is-switched");
views.addEventListener("click", (event) => {
  const button = event.target.closest("[data-view]");
  if (!button) return;
  show(button.dataset.view);
  if (button.dataset.view === "document" && current()) {
    const [mark] = marksOf(current().dataset.proposal);
    if (mark) reveal(mark, { always: true });
  }
});

const wanted = location.hash.startsWith("#ehdotus-") ? document.getElementById(location.hash.slice(1)) : null;
const said = sessionStorage.getItem(SAID);
sessionStorage.removeItem(SAID);
if (said) tell(said);
choose(wanted ?? form.querySelector(".proposal.is-pending:not(.is-context)") ?? rows()[0], { focus: Boolean(wanted) });
