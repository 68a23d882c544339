// @ts-check
// Words in the form in which they are compared: by plural, accent, hyphen and typo, two that mean the same are the same.

/** @param {string} text small letters without accents */
const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, "").replace(/đ/g, "d");

/**
 * The words of a text; a code such as 3.OA.C.7 is one word, without its dots. Where a language has no blanks between
 * words, each two neighboring letters are one.
 * @param {string} text
 * @returns {string[]}
 */
function wordsOf(text) {
  const words = folded(text).replace(/(\w)\.(?=\w)/g, "$1").match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu) || [];
  return words.flatMap((word) => {
    if (!/^\p{Script=Han}{3,}$/u.test(word)) return [word];
    const letters = [...word];
    return letters.slice(1).map((letter, at) => letters[at] + letter);
  });
}

/** What a language cuts from the end of a word, or from its start. @type {[RegExp, string][]} */
let endings = [];

/** @param {[string, string][]} of patterns and what takes their place, as the search values have them */
function learnEndings(of) {
  endings = of.map(([pattern, instead]) => [new RegExp(pattern, "u"), instead]);
}

/**
 * A word without its plural, so that one finds the other. Rough on purpose: both sides are cut alike.
 * @param {string} word
 */
function stemmed(word) {
  if (word.length < 4 || /\d/.test(word)) return word;
  return endings.reduce((cut, [pattern, instead]) => cut.replace(pattern, instead), word);
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
