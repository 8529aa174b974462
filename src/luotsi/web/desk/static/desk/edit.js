// The editing of a draft in place and by keys. Without this file every act is a plain form or link.

const editor = document.getElementById("editor");
const live = document.getElementById("edit-live");
const keys = document.getElementById("keys");
let opened = null; // the form that is open: { form, box, start, from }

const lines = () => [...editor.querySelectorAll(".edit-line")];
const lineOf = (element) => element?.closest(".edit-line") ?? null;
const current = () => lineOf(document.activeElement) ?? editor.querySelector(".edit-line[data-here]");
const written = (form) => new URLSearchParams(new FormData(form)).toString();
const isUnsaved = () => opened !== null && written(opened.form) !== opened.start;

function tell(words) {
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = words; });
}

// Stand at a line; j and k go on from here even when the focus is on one of its buttons.
function choose(line, { focus = true } = {}) {
  if (!line) return;
  for (const one of lines()) {
    delete one.dataset.here;
    one.tabIndex = -1;
  }
  line.dataset.here = "";
  line.tabIndex = 0;
  if (!focus) return;
  line.focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = lines();
  const place = all.indexOf(current());
  choose(all[Math.min(all.length - 1, Math.max(0, place + by))]);
}

function nextRemarked() {
  const all = lines();
  const place = all.indexOf(current());
  choose([...all.slice(place + 1), ...all.slice(0, place + 1)].find((line) => line.classList.contains("has-remarks")));
}

// Put the whole draft in place as it is now, keeping the line one looks at where it stands on the screen.
function put(html, wanted) {
  const before = current();
  const all = lines();
  const place = all.indexOf(before);
  const neighbours = place < 0 ? [] : [before, ...all.slice(place + 1), ...all.slice(0, place).reverse()].map((line) => line.id);
  const tops = new Map(all.map((line) => [line.id, line.getBoundingClientRect().top]));
  opened = null;
  editor.innerHTML = html;
  prepare();
  const id = [wanted && `osa-${wanted}`, ...neighbours].find((one) => one && document.getElementById(one));
  if (!id) return;
  const line = document.getElementById(id);
  if (tops.has(id)) scrollBy({ top: line.getBoundingClientRect().top - tops.get(id), behavior: "instant" });
  choose(line);
}

function prepare() {
  for (const button of editor.querySelectorAll("[data-opens='keys']")) button.hidden = false;
  const first = editor.querySelector(".edit-line");
  if (first) first.tabIndex = 0;
}

async function send(form, submitter) {
  const response = await fetch(form.action, {
    method: "POST",
    body: new FormData(form, submitter),
    headers: { "X-Requested-With": "fetch" },
  });
  if (response.status === 422) return { problem: await response.text() };
  if (!response.ok || !response.headers.get("content-type").startsWith("application/json")) throw new Error(response.status);
  return response.json();
}

// Whatever goes wrong on the way, what was typed stays in its form.
async function act(form, submitter) {
  if (form !== opened?.form && isUnsaved()) return hold();
  try {
    const answer = await send(form, submitter);
    if (answer.problem) return showProblem(answer.problem);
    if (answer.goTo) return location.assign(answer.goTo);
    put(answer.html, answer.here);
    tell(answer.report);
    if (submitter?.value === "details" && answer.here) open(document.querySelector(`#osa-${answer.here} [data-edits]`));
    if (answer.isRefused) warn(answer.report);
  } catch {
    warn(editor.dataset.failed);
  }
  return undefined;
}

function warn(words) {
  let notice = document.getElementById("edit-warning");
  if (!notice) {
    notice = document.createElement("p");
    notice.id = "edit-warning";
    notice.className = "notice notice-error edit-undo";
    editor.append(notice);
  }
  notice.textContent = words;
  tell(words);
}

function hold() {
  opened.form.scrollIntoView({ block: "nearest" });
  opened.form.querySelector("textarea").focus();
  warn(editor.dataset.unsaved);
}

function showProblem(html) {
  const box = opened.box;
  const { start, from } = opened;
  box.innerHTML = html;
  opened = { form: box.querySelector("form"), box, start, from };
  box.querySelector(".error-summary a, textarea").focus();
}

// Open the words of a line, or of a new one, where the line stands.
async function open(link) {
  if (!link) return undefined;
  if (isUnsaved()) return hold();
  close();
  const response = await fetch(link.href, { headers: { "X-Requested-With": "fetch" } });
  const html = await response.text();
  if (!response.ok || response.redirected) return location.assign(link.href);
  const line = lineOf(link);
  const isNew = link.dataset.edits === undefined;
  const box = document.createElement(isNew && line ? "li" : "div"); // beside lines it is one of the list
  box.className = "edit-box";
  box.innerHTML = html;
  const form = box.querySelector("form");
  if (!isNew) {
    line.classList.add("is-open");
    line.querySelector(".edit-text").hidden = true;
    line.prepend(box);
  } else {
    form.classList.add("edit-adding");
    if (line) line.after(box);
    else editor.querySelector(".edit-bar").after(box);
  }
  opened = { form, box, start: written(form), from: link };
  form.querySelector("textarea").focus();
  form.scrollIntoView({ block: "nearest" });
  return undefined;
}

function close() {
  if (!opened) return;
  const { box, from } = opened;
  const line = lineOf(box);
  opened = null;
  box.remove();
  document.getElementById("edit-warning")?.remove();
  if (line) {
    line.classList.remove("is-open");
    line.querySelector(".edit-text").hidden = false;
  }
  if (from.isConnected) {
    choose(lineOf(from), { focus: false });
    from.focus();
  }
}

editor.addEventListener("submit", (event) => {
  event.preventDefault();
  act(event.target, event.submitter);
});

editor.addEventListener("click", (event) => {
  if (event.target.closest("[data-opens='keys']")) return keys.showModal();
  if (event.target.closest("[data-closes]")) {
    event.preventDefault();
    return close();
  }
  const link = event.target.closest("a[data-edits], a[data-adds]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    choose(lineOf(link), { focus: false });
    return open(link);
  }
  const line = lineOf(event.target);
  if (line && !event.target.closest("a, button, input, select, textarea, summary, label")) choose(line);
  return undefined;
});

const press = (selector) => (line) => line?.querySelector(selector)?.click();
const HANDLERS = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  n: nextRemarked,
  e: press("[data-edits]"),
  a: press("[data-adds]"),
  u: () => editor.querySelector("[data-undoes], button[value^='back:']")?.click(),
  Delete: press("[data-step='remove']"),
  "?": () => keys.showModal(),
};
const MOVES = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "inwards", ArrowLeft: "outwards" };

editor.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && opened?.box.contains(event.target)) {
    event.preventDefault();
    return close();
  }
  const line = lineOf(event.target);
  if (!line || event.ctrlKey || event.metaKey || event.target.closest("form, select, textarea, input")) return undefined;
  const move = event.altKey && MOVES[event.key];
  if (move) {
    event.preventDefault();
    choose(line, { focus: false });
    return press(`[data-step='${move}']`)(line);
  }
  const handler = event.key === "Enter" && event.target === line ? HANDLERS.e : HANDLERS[event.key];
  if (event.altKey || !handler) return undefined;
  event.preventDefault();
  choose(line, { focus: false });
  return handler(line);
});

addEventListener("beforeunload", (event) => {
  if (isUnsaved()) event.preventDefault();
});

prepare();
const wanted = location.hash.startsWith("#osa-") ? document.getElementById(location.hash.slice(1)) : null;
choose(wanted ?? lines()[0], { focus: Boolean(wanted) });
