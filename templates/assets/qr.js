// @ts-check
// A QR code, drawn on the device: bytes in UTF-8, medium correction (15 of 100), sizes 1 to 13, which hold 331 letters.
// After ISO/IEC 18004:2015; the tables are its tables 3, 9 and 13.

/** By size from 1: bytes of correction in a block, and how many blocks. */
const QR_CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22];
const QR_BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9];

/** Powers of 2 in the field of 256, and their logarithms. */
const [QR_POWER, QR_LOG] = (() => {
  const power = [1];
  while (power.length < 255) power.push((power[power.length - 1] << 1) ^ (power[power.length - 1] & 128 ? 0x11d : 0));
  const log = new Array(256).fill(0);
  power.forEach((value, exponent) => { log[value] = exponent; });
  return [power, log];
})();

/** @param {number} one @param {number} other */
const qrTimes = (one, other) => (one && other ? QR_POWER[(QR_LOG[one] + QR_LOG[other]) % 255] : 0);

/** The bytes of correction for a block. @param {number[]} block @param {number} count */
function qrCorrection(block, count) {
  let divisor = [1];
  for (let exponent = 0; exponent < count; exponent += 1) {
    divisor = [...divisor, 0].map((value, at) => value ^ qrTimes(divisor[at - 1] || 0, QR_POWER[exponent]));
  }
  const rest = [...block, ...new Array(count).fill(0)];
  for (let at = 0; at < block.length; at += 1) {
    const factor = rest[at];
    divisor.forEach((value, by) => { rest[at + by] ^= qrTimes(value, factor); });
  }
  return rest.slice(block.length);
}

/** How many modules of a size hold bits. @param {number} size from 1 */
function qrRoom(size) {
  const count = size === 1 ? 0 : Math.floor(size / 7) + 2;
  const marks = size === 1 ? 0 : 25 * (count * count - 3) - 10 * (count - 2);
  return (16 * size + 128) * size + 64 - marks - (size >= 7 ? 36 : 0);
}

/**
 * The modules of the code for `text`, row by row, true where dark; undefined where it is too long for a phone to read.
 * @param {string} text
 * @returns {boolean[][] | undefined}
 */
function qrOf(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const lengthBits = (/** @type {number} */ size) => (size < 10 ? 8 : 16);
  const whole = (/** @type {number} */ size) => Math.floor(qrRoom(size) / 8);
  const held = (/** @type {number} */ size) => whole(size) - QR_CORRECTION[size - 1] * QR_BLOCKS[size - 1];
  const size = QR_BLOCKS.findIndex((_, at) => 4 + lengthBits(at + 1) + bytes.length * 8 <= held(at + 1) * 8) + 1;
  if (!size) return undefined;

  // The bits: mode, length, bytes, an end, and filling.
  let bits = `0100${bytes.length.toString(2).padStart(lengthBits(size), "0")}${bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("")}`;
  bits += "0".repeat(Math.min(4, held(size) * 8 - bits.length));
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0");
  const filled = (bits.match(/.{8}/g) || []).map((byte) => parseInt(byte, 2));
  for (let at = 0; filled.length < held(size); at += 1) filled.push(at % 2 ? 0x11 : 0xec);

  // Blocks, the first ones shorter, woven together.
  const blocks = QR_BLOCKS[size - 1];
  const short = Math.floor(held(size) / blocks);
  const longer = held(size) % blocks;
  let start = 0;
  const parts = Array.from({ length: blocks }, (_, at) => {
    const end = start + short + (at >= blocks - longer ? 1 : 0);
    const block = filled.slice(start, end);
    start = end;
    return block;
  });
  const woven = (/** @type {number[][]} */ columns) => Array.from({ length: Math.max(...columns.map((one) => one.length)) }, (_, at) => columns.map((one) => one[at])).flat().filter((byte) => byte !== undefined);
  const stream = [...woven(parts), ...woven(parts.map((block) => qrCorrection(block, QR_CORRECTION[size - 1])))];
  return qrPlaced(size, stream);
}

/** @param {number} size @param {number[]} stream */
function qrPlaced(size, stream) {
  const width = 17 + 4 * size;
  /** @type {(boolean | undefined)[][]} undefined where nothing is fixed */
  const fixed = Array.from({ length: width }, () => new Array(width).fill(undefined));
  const set = (/** @type {number} */ row, /** @type {number} */ column, /** @type {boolean} */ dark) => {
    if (row >= 0 && column >= 0 && row < width && column < width) fixed[row][column] = dark;
  };
  for (let at = 0; at < width; at += 1) { set(6, at, at % 2 === 0); set(at, 6, at % 2 === 0); }
  for (const [row, column] of [[3, 3], [3, width - 4], [width - 4, 3]]) {
    for (let down = -4; down <= 4; down += 1) for (let across = -4; across <= 4; across += 1) {
      const ring = Math.max(Math.abs(down), Math.abs(across));
      set(row + down, column + across, ring !== 2 && ring !== 4);
    }
  }
  const count = Math.floor(size / 7) + 2;
  const step = size === 1 ? 0 : Math.ceil((width - 13) / (2 * count - 2)) * 2;
  const centers = size === 1 ? [] : [6, ...Array.from({ length: count - 1 }, (_, at) => width - 7 - step * (count - 2 - at))];
  for (const row of centers) for (const column of centers) {
    const isTaken = (row === 6 && (column === 6 || column === width - 7)) || (row === width - 7 && column === 6);
    if (isTaken) continue;
    for (let down = -2; down <= 2; down += 1) for (let across = -2; across <= 2; across += 1) set(row + down, column + across, Math.max(Math.abs(down), Math.abs(across)) !== 1);
  }
  if (size >= 7) {
    let rest = size;
    for (let at = 0; at < 12; at += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    const said = (size << 12) | rest;
    for (let at = 0; at < 18; at += 1) {
      const [one, other] = [width - 11 + (at % 3), Math.floor(at / 3)];
      set(other, one, Boolean((said >>> at) & 1));
      set(one, other, Boolean((said >>> at) & 1));
    }
  }
  qrFormat(fixed, 0);

  /** @type {[number, number][]} */
  const free = [];
  for (let right = width - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let turn = 0; turn < width; turn += 1) for (const column of [right, right - 1]) {
      const row = ((right + 1) & 2) === 0 ? width - 1 - turn : turn;
      if (fixed[row][column] === undefined) free.push([row, column]);
    }
  }
  const masks = [
    (/** @type {number} */ row, /** @type {number} */ column) => (row + column) % 2, (/** @type {number} */ row) => row % 2,
    (/** @type {number} */ _, /** @type {number} */ column) => column % 3, (/** @type {number} */ row, /** @type {number} */ column) => (row + column) % 3,
    (/** @type {number} */ row, /** @type {number} */ column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2,
    (/** @type {number} */ row, /** @type {number} */ column) => ((row * column) % 2) + ((row * column) % 3),
    (/** @type {number} */ row, /** @type {number} */ column) => (((row * column) % 2) + ((row * column) % 3)) % 2,
    (/** @type {number} */ row, /** @type {number} */ column) => (((row + column) % 2) + ((row * column) % 3)) % 2,
  ];
  const drawn = masks.map((mask, number) => {
    const modules = fixed.map((row) => [...row]);
    free.forEach(([row, column], at) => {
      const bit = at < stream.length * 8 && (stream[at >>> 3] >>> (7 - (at & 7))) & 1;
      modules[row][column] = Boolean(bit) !== (mask(row, column) === 0);
    });
    qrFormat(modules, number);
    return modules.map((row) => row.map(Boolean));
  });
  return drawn.reduce((best, one) => (qrPenalty(one) < qrPenalty(best) ? one : best));
}

/** Writes correction and mask beside the corners. @param {(boolean | undefined)[][]} modules @param {number} mask */
function qrFormat(modules, mask) {
  const width = modules.length;
  // Medium correction is 00.
  let rest = mask;
  for (let at = 0; at < 10; at += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const said = ((mask << 10) | rest) ^ 0x5412;
  const bit = (/** @type {number} */ at) => Boolean((said >>> at) & 1);
  for (let at = 0; at < 15; at += 1) {
    const [row, column] = at < 8 ? [at < 6 ? at : at + 1, 8] : [8, at < 9 ? 7 : 14 - at];
    modules[row][column] = bit(at);
    const [far, along] = at < 8 ? [8, width - 1 - at] : [width - 15 + at, 8];
    modules[far][along] = bit(at);
  }
  modules[width - 8][8] = true;
}

/** How hard a code is to read: long runs, blocks, what looks like a corner, too much of one color. @param {boolean[][]} modules */
function qrPenalty(modules) {
  const width = modules.length;
  const lines = [...modules, ...modules.map((_, column) => modules.map((row) => row[column]))].map((line) => line.map(Number).join(""));
  let penalty = 0;
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2;
    for (let at = 0; at <= width - 11; at += 1) if (["10111010000", "00001011101"].includes(line.slice(at, at + 11))) penalty += 40;
  }
  for (let row = 1; row < width; row += 1) for (let column = 1; column < width; column += 1) {
    const dark = modules[row][column];
    if (dark === modules[row - 1][column] && dark === modules[row][column - 1] && dark === modules[row - 1][column - 1]) penalty += 3;
  }
  const share = modules.flat().filter(Boolean).length / (width * width);
  return penalty + Math.floor(Math.abs(share * 100 - 50) / 5) * 10;
}
