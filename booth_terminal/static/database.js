// The tablet's database. Two stores: `documents`, keyed by till and number and kept for the whole fair, and
// `state`, where each till's counters, bookmark and open basket stand under [till, name].

const NAME = "fairpos";
const STORES = ["documents", "state"];

function build(db) {
  const documents = db.createObjectStore("documents", { keyPath: ["till", "n"] });
  documents.createIndex("id", "id", { unique: true });
  documents.createIndex("refused", "refused"); // only records that have been refused stand in it
  db.createObjectStore("state");
}

export function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => build(request.result);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      // A newer page in another tab must be able to upgrade; this one starts over with it.
      request.result.onversionchange = () => location.reload();
      resolve(request.result);
    };
  });
}

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** What may be done inside one transaction. A promise of another kind must not be awaited there: it would end. */
class Transaction {
  constructor(transaction) {
    this.documents = transaction.objectStore("documents");
    this.state = transaction.objectStore("state");
  }

  get(key) {
    return answer(this.state.get(key));
  }

  put(key, value) {
    return answer(this.state.put(value, key));
  }

  keys() {
    return answer(this.state.getAllKeys());
  }

  add(record) {
    return answer(this.documents.add(record));
  }

  change(record) {
    return answer(this.documents.put(record));
  }

  /** Records `from` to `to` of one till, in their order, at most `limit`. */
  async records(till, from, to, limit) {
    // A range that ends before it begins is an error to the database, and simply nothing to us.
    return from > to ? [] : answer(this.documents.getAll(IDBKeyRange.bound([till, from], [till, to]), limit));
  }

  /** The record of a document by its id, whichever till wrote it. */
  byId(id) {
    return answer(this.documents.index("id").get(id));
  }

  refused() {
    return answer(this.documents.index("refused").getAll());
  }
}

/** Runs `work(transaction)` as one transaction and gives its result once it is committed. */
export function transact(db, mode, durability, work) {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(STORES, mode, { durability });
    let result;
    let failure = null;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(failure ?? transaction.error);
    work(new Transaction(transaction)).then(
      (value) => {
        result = value;
        // Saying so beats waiting for the browser to notice, and a page may be closed in between.
        transaction.commit();
      },
      (error) => {
        failure = error;
        // A failed request has begun to abort the transaction already.
        try {
          transaction.abort();
        } catch {
          reject(error);
        }
      },
    );
  });
}
