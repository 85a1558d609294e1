// VietQR: fairpos/core/vietqr.py and payment_code.py once more, because a till must show a code alone. Generated
// cases prove them equal (tests/booth_terminal/till/test_vietqr.py).

import { encode } from "./vendor/uqr.js";

export const AMOUNT_MAX = 499_999_999;
const PURPOSE_MAX = 25;
const PREFIX = "FP";
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PLACES = 12;
const QUIET = 4; // modules of white around a code, or scanners do not find it
const SVG = "http://www.w3.org/2000/svg";

/** What no transfer can carry: "account", "amount" or "purpose". */
export class NotPayable extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

function field(id, value) {
  return `${id}${String(value.length).padStart(2, "0")}${value}`;
}

/** CRC-16/CCITT-FALSE over plain letters. */
export function checksum(text) {
  let crc = 0xffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8;
    for (let i = 0; i < 8; i += 1) {
      crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
    }
  }
  return crc;
}

/** Vietnamese as a bank's message carries it. */
export function folded(text) {
  return text.replaceAll("đ", "d").replaceAll("Đ", "D").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
}

/** The text of a code for one payment. Throws NotPayable; nothing is ever cut. */
export function payload({ bin, number }, amount, purpose) {
  const plain = folded(purpose);
  if (!/^[ -~]+$/.test(plain) || plain.length > PURPOSE_MAX) {
    throw new NotPayable("purpose");
  }
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > AMOUNT_MAX) {
    throw new NotPayable("amount");
  }
  if (!/^[0-9]{6}$/.test(bin) || !/^[0-9A-Za-z]{1,19}$/.test(number)) {
    throw new NotPayable("account");
  }
  const to = field("00", bin) + field("01", number);
  const text =
    field("00", "01") +
    field("01", "12") +
    field("38", field("00", "A000000727") + field("01", to) + field("02", "QRIBFTTA")) +
    field("53", "704") +
    field("54", String(amount)) +
    field("58", "VN") +
    field("62", field("08", plain)) +
    "6304";
  return text + checksum(text).toString(16).toUpperCase().padStart(4, "0");
}

const doubled = (value) => (value << 1) ^ (value & 16 ? 0b100101 : 0);

/** The payment code of a basket, or of the `part`th transfer where one basket is paid with several. */
export function paymentCode(sale, part = 0) {
  let bits = (BigInt(`0x${sale.slice(-15)}`) + BigInt(part)) % (1n << BigInt(5 * PLACES));
  const values = [];
  for (let i = 0; i < PLACES; i += 1) {
    values.unshift(Number(bits & 31n));
    bits >>= 5n;
  }
  const check = doubled(values.reduce((total, value) => doubled(total) ^ value, 1));
  return PREFIX + [...values, check].map((value) => ALPHABET[value]).join("");
}

/** As a person reads a code out: "FP 9HPG X7WB F9P5 Y". */
export function spaced(code) {
  return `${PREFIX} ${code.slice(PREFIX.length).replace(/(.{4})(?=.)/g, "$1 ")}`;
}

/** The account as a tender names it. */
export const accountName = ({ bin, number }) => `${bin}-${number}`;

/** A code as a picture that scales, black on white whatever the page's colours are. */
export function qrPicture(text) {
  const { data, size } = encode(text, { ecc: "M", border: QUIET });
  let path = "";
  data.forEach((row, y) =>
    row.forEach((dark, x) => {
      path += dark ? `M${x} ${y}h1v1h-1z` : "";
    }),
  );
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  svg.setAttribute("aria-hidden", "true");
  for (const [shape, fill] of [[`M0 0h${size}v${size}H0z`, "#fff"], [path, "#000"]]) {
    const drawn = document.createElementNS(SVG, "path");
    drawn.setAttribute("d", shape);
    drawn.setAttribute("fill", fill);
    svg.append(drawn);
  }
  return svg;
}
