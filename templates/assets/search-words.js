// @ts-check
// Words in the form in which they are compared: by plural, accent, hyphen and typo, two that mean the same are the same.
// The index is cut by toolkit_builder/pages/search_words.py, which must come to the same words.

/** Accents, and the vowel points of Arabic and Hebrew, which people leave out; vowels of other scripts are letters. */
const ACCENTS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad]/g;

/** Letters that people write for one another, beside accents. @type {Record<string, string>} */
const ALIKE = { ß: "ss", æ: "ae", œ: "oe", "’": "", "'": "" };
[..."đøłħıٱىیکةۀ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"].forEach((letter, at) => { ALIKE[letter] = [..."dolhiاييكهه01234567890123456789"][at]; });
const UNLIKE = new RegExp(`[${Object.keys(ALIKE).join("")}]`, "g");

/** Scripts without blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese and Karen. */
const UNSPACED = "[\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3038-\\u303b\\u3041-\\u30ff"
  + "\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua9e0-\\ua9ff\\uaa60-\\uaa7f\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]";
const LETTER = "[\\p{L}\\p{M}\\p{N}]";
const WORD = new RegExp(`(?:(?=${LETTER})${UNSPACED})+|(?:(?!${UNSPACED})${LETTER})+`, "gu");
const IS_UNSPACED = new RegExp(`^${UNSPACED}`, "u");

/** @param {string} word */
const isUnspaced = (word) => IS_UNSPACED.test(word);

/** @param {string} text small letters without accents, and one letter for those that are written for one another */
const folded = (text) => text.toLowerCase().normalize("NFKD").replace(ACCENTS, "").replace(UNLIKE, (letter) => ALIKE[letter]);

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
 * How many letters one has to add, take away, change, or swap with a neighbor to make one word of another.
 * @param {string} one
 * @param {string} other
 * @param {number} most where it is more than that, the count ends
 * @returns {number} `most + 1` for more than `most`
 */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  /** @type {number[]} */
  let above = [];
  let before = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const here = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const isSame = one[row - 1] === other[at - 1];
      here[at] = Math.min(before[at] + 1, here[at - 1] + 1, before[at - 1] + (isSame ? 0 : 1));
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) here[at] = Math.min(here[at], above[at - 2] + 1);
    }
    if (Math.min(...here) > most) return most + 1;
    [above, before] = [before, here];
  }
  return Math.min(before[other.length], most + 1);
}

/**
 * True if one word may be the other with a slip of the finger: one, in words of eight letters and more two.
 * @param {string} one
 * @param {string} other
 */
function isTypo(one, other) {
  // Few people miss the first letter but by swapping it with the second.
  if (one[0] !== other[0] && (one[0] !== other[1] || one[1] !== other[0])) return false;
  const most = Math.min(one.length, other.length) < 8 ? 1 : 2;
  return distance(one, other, most) <= most;
}
