// @ts-check
// A list that follows what is typed into its search.

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-filter]"));
const results = /** @type {HTMLElement} */ (document.getElementById("results"));
let waiting = 0;
let turn = 0;

async function show() {
  const mine = ++turn;
  const query = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  const address = `${location.pathname}?${query}`;
  const said = await fetch(address).then((answer) => answer.ok ? answer.text() : "", () => "");
  // Only the last of several answers is shown.
  if (!said || mine !== turn) return;
  const found = new DOMParser().parseFromString(said, "text/html").getElementById("results");
  if (found) results.replaceChildren(...found.childNodes);
  history.replaceState(null, "", address);
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 150);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  show();
});
export {};
