// The grid of values by keys, with each cell kept as a draft as soon as it is left. Without this file the form is sent whole.
"use strict";

const form = document.getElementById("grid-form");
const words = form.dataset;
const live = document.getElementById("grid-live");
const count = document.getElementById("grid-count");
const dialog = document.getElementById("grid-dialog");
const undoButton = document.getElementById("grid-undo");
const historyButton = document.getElementById("grid-history");
const table = [...form.querySelectorAll(".grid tbody tr")].map((row) => [...row.querySelectorAll(".grid-cell")]);
const cells = table.flat();
const byKey = new Map(cells.map((cell) => [cell.dataset.key, cell]));
const PAUSE = 15000;
const AT_ONCE = 40;

const fieldOf = (cell) => cell.querySelector("input, textarea");
const toldOf = (cell) => cell.querySelector(".grid-told");
const cellOf = (element) => element.closest(".grid-cell");
const isOpen = (cell) => !fieldOf(cell).readOnly;
const isChanged = (cell) => fieldOf(cell).value.trim() !== cell.dataset.kept.trim();

let here = null; // the cell that has, or had last, the focus
let editing = false; // whether the arrows move inside the text
let sending = false;
let again = 0;
const waiting = new Set(); // cells to be sent
const done = []; // what can be undone: lists of [cell, text before]

form.classList.add("is-scripted");
const pane = form.querySelector(".grid-scroll");
pane.scrollLeft = pane.scrollWidth; // the newest periods, which are asked for, stand last
undoButton.hidden = historyButton.hidden = false;

function say(text, { bad = false } = {}) {
  live.classList.toggle("is-bad", bad);
  if (live.textContent !== text) live.textContent = text;
}

function tell(cell, text, { error = false } = {}) {
  const field = fieldOf(cell);
  toldOf(cell).textContent = text;
  if (error) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

// What was typed and is not saved stays in this browser, for this person and organisation.
function remember(cell) {
  try {
    localStorage.setItem(words.store + cell.dataset.key, JSON.stringify({ text: fieldOf(cell).value, at: Date.now() }));
  } catch { /* a full or forbidden store: the text still stands in the page */ }
}

function forget(cell) {
  try {
    localStorage.removeItem(words.store + cell.dataset.key);
  } catch { /* as above */ }
}

function keep(cell) {
  remember(cell);
  cell.dataset.state = "unsaved";
  waiting.add(cell);
  send();
}

async function send() {
  if (sending || !waiting.size) return;
  clearTimeout(again);
  sending = true;
  const batch = [...waiting].slice(0, AT_ONCE);
  const texts = new Map(batch.map((cell) => [cell, fieldOf(cell).value]));
  for (const cell of batch) {
    cell.classList.add("is-saving");
    tell(cell, words.saving);
  }
  say(words.saving);
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("solut", JSON.stringify(batch.map((cell) => [cell.dataset.key, texts.get(cell), cell.dataset.base])));
  let answer = null;
  let trouble = words.offline;
  try {
    const response = await fetch(words.cells, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    const isLost = response.redirected || response.status === 403;
    trouble = isLost ? words.lost : words.failed;
    if (response.ok && !response.redirected) answer = await response.json();
  } catch { /* no connection */ }
  for (const cell of batch) cell.classList.remove("is-saving");
  sending = false;
  if (!answer) return stop(batch, trouble);
  for (const cell of batch) settle(cell, answer.cells[cell.dataset.key], texts.get(cell));
  count.hidden = !answer.drafts;
  count.querySelector("b").textContent = answer.drafts;
  if (waiting.size) return send();
  const bad = form.querySelectorAll("[aria-invalid]").length;
  say(bad ? words.wait : words.saved, { bad: Boolean(bad) });
  return undefined;
}

function stop(batch, trouble) {
  for (const cell of batch) tell(cell, words.unsaved);
  say(trouble, { bad: true });
  if (trouble === words.lost) {
    const link = document.createElement("a");
    link.href = `${words.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = document.querySelector("h1").textContent;
    live.append(" ", link);
    return;
  }
  again = setTimeout(send, PAUSE);
}

// Show what became of a cell; what was typed into it meanwhile stays and is sent next.
function settle(cell, told, sent) {
  const field = fieldOf(cell);
  const isOlder = field.value !== sent;
  if (!isOlder) waiting.delete(cell);
  if (told.base === undefined) return tell(cell, told.error, { error: true });
  cell.dataset.base = told.base;
  cell.dataset.kept = told.kept;
  cell.dataset.server = told.state;
  cell.dataset.state = told.error ? "unsaved" : told.state;
  if (told.error) {
    tell(cell, told.error, { error: true });
    if (told.conflict) offer(cell);
    return undefined;
  }
  tell(cell, told.told);
  if (isOlder) return undefined;
  forget(cell);
  field.value = told.kept;
  return undefined;
}

function offer(cell) {
  const mine = Object.assign(document.createElement("button"), { type: "button", className: "act", textContent: words.mine });
  const theirs = Object.assign(document.createElement("button"), { type: "button", className: "act", textContent: words.theirs });
  mine.addEventListener("click", () => { tell(cell, ""); keep(cell); fieldOf(cell).focus(); });
  theirs.addEventListener("click", () => { put(cell, cell.dataset.kept); fieldOf(cell).focus(); });
  toldOf(cell).append(document.createElement("br"), mine, theirs);
}

// Put the kept text back into a cell and forget what was typed.
function put(cell, text) {
  fieldOf(cell).value = text;
  waiting.delete(cell);
  forget(cell);
  if (cell.dataset.state === "unsaved") cell.dataset.state = cell.dataset.server;
  tell(cell, "");
}

function leave(cell) {
  const field = fieldOf(cell);
  if (field.readOnly) return;
  const isBad = field.hasAttribute("aria-invalid");
  if (isChanged(cell) && !(isBad && field.dataset.refused === field.value)) {
    done.push([[cell, cell.dataset.kept]]);
    field.dataset.refused = field.value;
    keep(cell);
  } else if (!isChanged(cell) && (isBad || cell.dataset.state === "unsaved")) put(cell, cell.dataset.kept);
}

function placeOf(cell) {
  const row = table.findIndex((one) => one.includes(cell));
  return [row, table[row].indexOf(cell)];
}

function go(cell, down, across) {
  const [row, column] = placeOf(cell);
  const next = table[row + down]?.[column + across];
  if (next) fieldOf(next).focus();
}

function undo() {
  const last = done.pop();
  if (!last) return say(words.nothing);
  for (const [cell, text] of last) {
    fieldOf(cell).value = text;
    delete fieldOf(cell).dataset.refused;
    if (isChanged(cell)) keep(cell);
    else put(cell, text);
  }
  fieldOf(last[0][0]).focus();
  return say(words.undone);
}

async function openHistory() {
  const cell = here ?? cells[0];
  const address = `${words.history}&solu=${encodeURIComponent(cell.dataset.key)}`;
  try {
    const response = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    if (!response.ok || response.redirected) return void (location.href = address);
    dialog.innerHTML = await response.text();
  } catch {
    return say(words.offline, { bad: true });
  }
  dialog.showModal();
  return dialog.querySelector("[data-closes]").focus();
}

// Cells as a sheet copies them: tabs, lines, quotes around cells that hold either.
function parse(text) {
  const rows = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"(?=\t|\r?\n|$)|([^\t\n]*?))(\t|\r?\n|$)/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    rows.at(-1).push((match[1] === undefined ? match[2] : match[1].replaceAll('""', '"')).trim());
    if (match[3] === "" || pattern.lastIndex >= text.length) break;
    if (match[3] !== "\t") rows.push([]);
  }
  return rows;
}

function paste(event) {
  const cell = cellOf(event.target);
  const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  if (!cell || !/[\t\n]/.test(text)) return; // one value goes in as ever
  event.preventDefault();
  const [top, left] = placeOf(cell);
  const changed = [];
  let outside = 0;
  let closed = 0;
  for (const [down, line] of parse(text).entries()) {
    for (const [across, typed] of line.entries()) {
      if (!typed) continue;
      const into = table[top + down]?.[left + across];
      if (!into) outside += 1;
      else if (!isOpen(into)) closed += 1;
      else if (typed !== into.dataset.kept) changed.push([into, into.dataset.kept, typed]);
    }
  }
  for (const [into, , typed] of changed) {
    fieldOf(into).value = typed;
    fieldOf(into).dataset.refused = typed;
    remember(into);
    into.dataset.state = "unsaved";
    waiting.add(into);
  }
  if (changed.length) done.push(changed.map(([into, before]) => [into, before]));
  report(changed.length, outside, closed);
  send();
}

const pasted = Object.assign(document.createElement("p"), { className: "notice notice-info", hidden: true });
pasted.setAttribute("role", "status");
pane.before(pasted);
function report(cellsIn, outside, closed) {
  const parts = [`${words.pasted} ${cellsIn}.`];
  if (outside) parts.push(`${words.outside} ${outside}.`);
  if (closed) parts.push(`${words.closed} ${closed}.`);
  pasted.textContent = parts.join(" ");
  pasted.hidden = false;
}

const KEYS = {
  ArrowUp: (cell) => go(cell, -1, 0),
  ArrowDown: (cell) => go(cell, 1, 0),
  ArrowLeft: (cell) => go(cell, 0, -1),
  ArrowRight: (cell) => go(cell, 0, 1),
};

form.addEventListener("focusin", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.target !== fieldOf(cell)) return;
  here = cell;
  editing = false;
  fieldOf(cell).select();
});
form.addEventListener("focusout", (event) => {
  const cell = cellOf(event.target);
  if (cell && event.target === fieldOf(cell)) leave(cell);
});
form.addEventListener("input", (event) => {
  const cell = cellOf(event.target);
  if (!cell) return;
  remember(cell);
});
form.addEventListener("mousedown", (event) => {
  if (event.target === document.activeElement) editing = true;
});
form.addEventListener("paste", paste);
form.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
  if (isUndo && cell && !isChanged(cell)) { // what is typed and not yet left is undone by the browser itself
    event.preventDefault();
    return undo();
  }
  if (!cell || event.target !== fieldOf(cell) || event.ctrlKey || event.metaKey) return undefined;
  if (event.key === "Escape") {
    put(cell, cell.dataset.kept);
    editing = false;
    return fieldOf(cell).select();
  }
  if (event.key === "F2") {
    editing = true;
    const end = fieldOf(cell).value.length;
    fieldOf(cell).setSelectionRange(end, end);
  } else if (event.key === "F4") openHistory();
  else if (event.key === "Enter" && !event.altKey) {
    const [row] = placeOf(cell);
    if (table[row + (event.shiftKey ? -1 : 1)]) go(cell, event.shiftKey ? -1 : 1, 0);
    else { leave(cell); fieldOf(cell).select(); }
  } else if (event.key in KEYS && !event.shiftKey && !event.altKey && (!editing || (!cell.classList.contains("is-long") && /Up|Down/.test(event.key)))) KEYS[event.key](cell);
  else return undefined;
  event.preventDefault();
  return undefined;
});

// The whole form is sent only when every cell has been kept.
form.addEventListener("submit", (event) => {
  if (event.submitter?.value !== "save") return;
  if (here) leave(here);
  const isBusy = waiting.size || sending || form.querySelector("[aria-invalid]");
  if (!isBusy) return;
  event.preventDefault();
  say(words.wait, { bad: true });
  form.querySelector("[aria-invalid]")?.focus();
  if (waiting.size || sending) finishLater(event.submitter);
});

// Send the form by itself once what was still on its way has been kept.
function finishLater(button) {
  const look = setInterval(() => {
    if (waiting.size || sending) return;
    clearInterval(look);
    if (!form.querySelector("[aria-invalid]")) form.requestSubmit(button);
  }, 100);
  setTimeout(() => clearInterval(look), PAUSE);
}

undoButton.addEventListener("click", undo);
historyButton.addEventListener("click", openHistory);
dialog.addEventListener("click", (event) => {
  if (!event.target.closest("[data-closes]")) return;
  event.preventDefault();
  dialog.close();
});
dialog.addEventListener("close", () => fieldOf(here ?? cells[0]).focus());
addEventListener("online", () => send());
addEventListener("beforeunload", (event) => {
  if (waiting.size || sending) event.preventDefault();
});

// What was typed earlier and never got through comes back, set against the values of today.
for (const cell of cells) {
  let found = null;
  try {
    found = JSON.parse(localStorage.getItem(words.store + cell.dataset.key));
  } catch { /* nothing that can be read */ }
  if (typeof found?.text !== "string" || !isOpen(cell)) continue;
  if (found.text.trim() === cell.dataset.kept.trim()) {
    forget(cell);
    continue;
  }
  cell.dataset.state = "unsaved";
  const was = document.createElement("q");
  was.textContent = found.text;
  const mine = Object.assign(document.createElement("button"), { type: "button", className: "act", textContent: words.mine });
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "act", textContent: words.theirs });
  mine.addEventListener("click", () => { fieldOf(cell).value = found.text; tell(cell, ""); keep(cell); });
  drop.addEventListener("click", () => put(cell, cell.dataset.kept));
  toldOf(cell).replaceChildren(`${words.found} `, was, document.createElement("br"), mine, drop);
}
