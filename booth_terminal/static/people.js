// Who stands at the till, and whether they may do what they are about to do. A price book without staff is a
// booth that does not use PINs: everybody may do everything, and documents name nobody.

export class People {
  constructor(till) {
    this.till = till;
  }

  /** The id of the person selling now; "" where nobody is named. */
  get by() {
    return "";
  }

  /** Whether a deed may be done: `{by, approved_by}`, or null when a manager was needed and did not agree. */
  async approve(_deed) {
    return { by: this.by, approved_by: "" };
  }
}
