// @ts-check
// Whether a row is a new one is shown as soon as it was chosen; the keyboard stays where it was.

const form = document.querySelector("[data-at-once]");
const KEPT = "toolkit-editor:asked";

form?.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement) sessionStorage.setItem(KEPT, `${event.target.name}=${event.target.value}`);
  if (form instanceof HTMLFormElement) form.requestSubmit();
});
const [name, value] = (sessionStorage.getItem(KEPT) || "").split("=");
sessionStorage.removeItem(KEPT);
const chosen = name && form?.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value || "")}"]`);
if (chosen instanceof HTMLElement) chosen.focus();
export {};
