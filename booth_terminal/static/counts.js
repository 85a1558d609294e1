// What a gate has counted today, added up from its own documents: visitors in and out, and who else came in.

export class Counts {
  constructor(documents = []) {
    this.in = 0;
    this.out = 0;
    this.others = 0;
    this.last = []; // counts that may still be undone, the newest at the end
    documents.forEach((document) => this.add(document));
  }

  add({ id, direction, count, ref, category = "visitor" }) {
    if (category === "visitor") {
      this[direction] += count;
    } else {
      this.others += direction === "in" ? count : -count;
    }
    if (ref === null) {
      this.last.push({ id, direction, count, category });
    } else {
      this.last = this.last.filter((one) => one.id !== ref);
    }
  }

  get inside() {
    return this.in + this.others - this.out;
  }
}
