// Money is a whole number of đồng. Products go through BigInt, because a price times a weight in grams can pass
// 2^53; what comes back is a plain number, since no till's total does.

export const DONG_MAX = 1e12;

const NBSP = "\u00a0";
const MINUS = "\u2212";
const GROUP = { vi: ".", en: "," };
const POINT = { vi: ",", en: "." };

/** Divides two whole numbers (the first not negative) and rounds half up. */
export function halfUp(numerator, denominator) {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  return Number((2n * n + d) / (2n * d));
}

/** 1595000 is "1.595.000". */
export function number(value, language) {
  const figures = String(Math.abs(value)).replace(/\B(?=(\d{3})+$)/g, GROUP[language]);
  return (value < 0 ? MINUS : "") + figures;
}

/** 1595000 is "1.595.000 đ", with a space that does not wrap. */
export function dong(amount, language) {
  return `${number(amount, language)}${NBSP}đ`;
}

/** Thousandths as a person reads them: 1250 is "1,25", 2000 is "2". */
export function thousandths(value, language) {
  const rest = String(value % 1000).padStart(3, "0").replace(/0+$/, "");
  return number(Math.floor(value / 1000), language) + (rest && POINT[language] + rest);
}

/** Splits a total in proportion to weights, by largest remainder; equal remainders go to the earlier weight. */
export function shares(total, weights) {
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (whole === 0n) {
    return weights.map(() => 0);
  }
  const wanted = weights.map((weight) => BigInt(total) * BigInt(weight));
  const parts = wanted.map((share) => share / whole);
  const rest = Number(BigInt(total) - parts.reduce((sum, part) => sum + part, 0n));
  wanted
    .map((share, i) => [share % whole, i])
    .sort(([a, i], [b, j]) => (a === b ? i - j : a < b ? 1 : -1))
    .slice(0, rest)
    .forEach(([, i]) => (parts[i] += 1n));
  return parts.map(Number);
}
