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
