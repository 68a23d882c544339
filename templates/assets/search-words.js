// @ts-check
// Words in the form in which they are compared: by plural, accent, hyphen and typo, two that mean the same are the same.

/** @param {string} text small letters without accents */
const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, "");

/**
 * The words of a text; a code such as 3.OA.C.7 is one word, without its dots.
 * @param {string} text
 * @returns {string[]}
 */
const wordsOf = (text) => folded(text).replace(/(\w)\.(?=\w)/g, "$1").match(/[\p{L}\p{N}]+/gu) || [];

/**
 * A word without its plural, so that one finds the other. Rough on purpose: both sides are cut alike.
 * @param {string} word
 */
function stemmed(word) {
  if (word.length < 4 || /\d/.test(word)) return word;
  return word.replace(/ies$/, "y").replace(/(ss|x|z|ch|sh)es$/, "$1").replace(/([^su])s$/, "$1").replace(/(.{4})ing$/, "$1");
}

/**
 * True if one letter was added, lost, changed, or swapped with its neighbor.
 * @param {string} one
 * @param {string} other
 */
function isTypo(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [a, b] = [one.slice(start), other.slice(start)];
  if (a.length > b.length) return a.slice(1) === b;
  if (b.length > a.length) return b.slice(1) === a;
  return a.slice(1) === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
}
