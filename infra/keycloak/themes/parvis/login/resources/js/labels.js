// Keycloak writes these labels beside the fields but does not tie them together.
document.addEventListener("DOMContentLoaded", () => {
  for (const id of ["kc-attempted-username", "totp", "userLabel"]) {
    const field = document.getElementById(id);
    if (!field || field.labels.length) continue;
    const label = field.closest(".pf-v5-c-form__group")?.querySelector(".pf-v5-c-form__label-text");
    if (label) field.setAttribute("aria-label", label.textContent.trim());
  }
});
