/* Small comforts; every page works without them. */
"use strict";

// A form is sent once: the second click of an impatient hand does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "post") {
    form.dataset.sent = "yes";
    window.setTimeout(() => delete form.dataset.sent, 8000);
  }
});

// After a refused form, the reader starts at what is to be corrected.
const errors = document.querySelector(".pv-errors");
if (errors) errors.focus();

// Questions that an answer calls for arrive while somebody types: what she has typed since stays,
// and so do the files she chose. Where nothing new is asked, nothing is replaced.
const asked = (questions) =>
  [questions.querySelector("[name=shown]").value]
    .concat([...questions.querySelectorAll("dd")].map((one) => one.textContent))
    .join("|");

function keep(typed) {
  for (const { input, value, checked } of typed) {
    const now = input.id && document.getElementById(input.id);
    if (!now) continue;
    if (input.type === "file") now.replaceWith(input);
    else if (input.type === "checkbox" || input.type === "radio") now.checked = checked;
    else now.value = value;
  }
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const questions = event.detail.target;
  if (questions.id !== "questions") return;
  const page = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
  const next = page.getElementById("questions");
  event.detail.shouldSwap = event.detail.shouldSwap && next && asked(next) !== asked(questions);
  if (!event.detail.shouldSwap) return;
  // Read now: old and new answers to one question exclude each other while both are in the page.
  const typed = [...questions.querySelectorAll("input, select, textarea")].map((input) => ({
    input, value: input.value, checked: input.checked,
  }));
  document.addEventListener("htmx:afterSwap", () => keep(typed), { once: true });
});
