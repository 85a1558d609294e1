// What a gate has counted today, added up from its own documents.

export class Counts {
  constructor(documents = []) {
    this.in = 0;
    this.out = 0;
    this.last = []; // counts that may still be undone, the newest at the end
    documents.forEach((document) => this.add(document));
  }

  add({ id, direction, count, ref }) {
    this[direction] += count;
    if (ref === null) {
      this.last.push({ id, direction, count });
    } else {
      this.last = this.last.filter((one) => one.id !== ref);
    }
  }

  get inside() {
    return this.in - this.out;
  }
}
