// @ts-check
// The first page, while the rules are still being asked: it says so, and shows what they found once they are done.

const PAUSE = 700;
const looking = document.querySelector("[data-looking]");

async function follow() {
  const said = await fetch(location.pathname, { headers: { Accept: "application/json" } })
    .then((answer) => answer.ok ? answer.json() : null, () => null);
  if (said?.isJudged && await renew()) return;
  // An editor that was closed need not be asked so often.
  setTimeout(follow, said ? PAUSE : 5 * PAUSE);
}

/** Shows what is new on the page. @returns {Promise<boolean>} */
async function renew() {
  const said = await fetch(location.pathname, { headers: { Accept: "text/html" } })
    .then((answer) => answer.ok ? answer.text() : "", () => "");
  const page = new DOMParser().parseFromString(said, "text/html");
  if (!said || page.querySelector("[data-looking]")) return false;
  for (const part of document.querySelectorAll("[data-renewed]")) {
    const next = page.getElementById(part.id);
    // What has the keyboard stays, if nothing is new in it.
    if (next && next.innerHTML !== part.innerHTML) part.innerHTML = next.innerHTML;
  }
  return true;
}

if (looking) setTimeout(follow, PAUSE);
export {};
