// The till's clock and what it lacks against the terminal's. A tablet is never told the time: the difference is
// measured on every answer and written on every document beside the till's own time.

const ROUND_TRIP_MAX = 5_000;

export class Clock {
  constructor(offset) {
    this.offset = offset ?? null;
  }

  now() {
    return Date.now();
  }

  /** This instant, as a document states it. */
  moment() {
    return { at: this.now(), offset: this.offset };
  }

  corrected() {
    return this.now() + (this.offset ?? 0);
  }

  /**
   * Takes in the terminal's time of an answer that took `took` milliseconds (by the steady clock: the other one
   * may be set right in mid-flight). A slow answer says little, and only counts while there is no better.
   */
  heard(theirs, took) {
    if (Number.isSafeInteger(theirs) && (took <= ROUND_TRIP_MAX || this.offset === null)) {
      this.offset = Math.round(theirs + took / 2 - this.now());
    }
  }
}
