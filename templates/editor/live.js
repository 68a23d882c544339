// @ts-check
// Before anything is drawn: the page may show what only scripts make work.
document.documentElement.classList.add("is-live");
