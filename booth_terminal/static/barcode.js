// What a scanned text means: the goods it names, or a code that was misread.

const LENGTHS = [8, 12, 13, 14];

/** Whether the last digit of an EAN-13, EAN-8, UPC-A or GTIN-14 fits the others. */
export function isSound(code) {
  if (!/^\d+$/.test(code) || !LENGTHS.includes(code.length)) {
    return false;
  }
  const weighted = [...code].reverse().map((digit, i) => Number(digit) * (i % 2 ? 3 : 1));
  return weighted.reduce((sum, value) => sum + value, 0) % 10 === 0;
}

/** One code may be read with noughts before it or without: a UPC-A is an EAN-13 that begins with 0. */
function plain(code) {
  return isSound(code) ? code.padStart(14, "0") : code;
}

/**
 * The articles a scanned text names, by barcode or else by article id; several where the book has a barcode twice.
 * `misread` is true where it names none and is digits that no barcode has.
 */
export function find(articles, text) {
  const code = plain(text);
  const named = articles.filter((article) => article.barcode && plain(article.barcode) === code);
  const found = named.length ? named : articles.filter((article) => article.id.toLowerCase() === text.toLowerCase());
  return { found, misread: found.length === 0 && /^\d*$/.test(text) && !isSound(text) };
}
