// @ts-check
// Words in the form in which they are compared: by plural, accent, hyphen and typo, two that mean the same are the same.

/** Accents, and the vowel points of Arabic and Hebrew, which people leave out; vowels of other scripts are letters. */
const ACCENTS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/g;

/** Scripts without blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese and Karen. */
const UNSPACED = "[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]";
const LETTER = "[\\p{L}\\p{M}\\p{N}]";
const WORD = new RegExp(`(?:(?=${LETTER})${UNSPACED})+|(?:(?!${UNSPACED})${LETTER})+`, "gu");
const IS_UNSPACED = new RegExp(`^${UNSPACED}`, "u");

/** @param {string} word */
const isUnspaced = (word) => IS_UNSPACED.test(word);

/** @param {string} text small letters without accents */
const folded = (text) => text.toLowerCase().normalize("NFD").replace(ACCENTS, "").replace(/[’']/g, "").replace(/đ/g, "d");

/**
 * The words of a text; a code such as 3.OA.C.7 is one word, without its dots. Where a script has no blanks between
 * words, each two neighboring letters, with the signs that stand on them, are one.
 * @param {string} text
 * @returns {string[]}
 */
function wordsOf(text) {
  const words = folded(text).replace(/(\w)\.(?=\w)/g, "$1").match(WORD) || [];
  return words.flatMap((word) => {
    const letters = isUnspaced(word) ? word.match(/\P{M}\p{M}*/gu) || [] : [];
    return letters.length > 2 ? letters.slice(1).map((letter, at) => letters[at] + letter) : [word];
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
