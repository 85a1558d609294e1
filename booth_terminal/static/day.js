// Fair days run from cut-off to cut-off in Vietnamese time (UTC+7, no summer time), whatever zone the tablet
// believes it is in.

const ZONE = 7 * 3_600_000;
const MINUTE = 60_000;

/** The fair day (ISO date) of a moment in Unix milliseconds. */
export function dayOf(at, cutOffMinute) {
  return new Date(at + ZONE - cutOffMinute * MINUTE).toISOString().slice(0, 10);
}

/** The clock time in Vietnam, "10:42". */
export function timeOf(at) {
  return new Date(at + ZONE).toISOString().slice(11, 16);
}

/** A fair day as it is written in Vietnam, "22/11/2026". */
export function dayText(day) {
  return day.split("-").reverse().join("/");
}
