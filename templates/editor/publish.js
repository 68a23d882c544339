// @ts-check
// How far the site is, while it is being made: asked for by and by, until it is done.

const job = /** @type {HTMLElement} */ (document.getElementById("job"));
const PAUSE = 700;

async function follow() {
  const said = await fetch(job.dataset.state ?? "", { headers: { Accept: "application/json" } })
    .then((answer) => answer.ok ? answer.json() : null, () => null);
  if (said && said.standing !== "running") {
    // The buttons can be pressed again, and what is to mend may be another.
    sessionStorage.setItem("job", "ended");
    location.hash = "job";
    location.reload();
    return;
  }
  if (said) show(said.html);
  // An editor that was closed need not be asked so often.
  setTimeout(follow, said ? PAUSE : 5 * PAUSE);
}

/** @param {string} html */
function show(html) {
  const made = new DOMParser().parseFromString(html, "text/html");
  const bar = job.querySelector("progress");
  const next = made.querySelector("progress");
  const words = made.querySelector("p");
  const link = made.querySelector("a");
  // What has the focus stays, and a screen reader is told only what is new.
  if (bar && next?.hasAttribute("value")) { bar.max = next.max; bar.value = next.value; }
  const told = job.querySelector("p");
  if (told && words && told.textContent !== words.textContent) told.replaceWith(words);
  if (link && !job.querySelector("a")) job.querySelector(".row")?.append(link);
}

if (job.dataset.job === "running") {
  setTimeout(follow, PAUSE);
} else if (sessionStorage.getItem("job")) {
  sessionStorage.removeItem("job");
  job.focus();
}
export {};
