// Dropping a document onto the form; without this file the file chooser does the same.
"use strict";

const form = document.querySelector("form[data-drop]");
const box = form.querySelector(".desk-drop");
const input = box.querySelector("input[type=file]");
const named = box.querySelector(".desk-drop-name");
box.querySelector(".desk-drop-hint").hidden = false;

for (const kind of ["dragenter", "dragover"]) {
  box.addEventListener(kind, (event) => {
    event.preventDefault();
    box.classList.add("is-over");
  });
}
for (const kind of ["dragleave", "drop"]) {
  box.addEventListener(kind, () => box.classList.remove("is-over"));
}
box.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length) {
    input.files = event.dataTransfer.files;
    named.textContent = input.files[0].name;
  }
});
form.addEventListener("submit", () => {
  const busy = form.querySelector(".desk-busy");
  busy.textContent = busy.dataset.busy;
});
