// One writer a till. A Web Lock held for the life of the tab decides who; the fence in the store enforces it.
// Where the page is not secure there are no locks: then the newest tab takes the fence and tells the others.

const NAME = "fairpos-writer";
// A page that is being reloaded keeps the lock a moment longer. That is not a second tab.
const PATIENCE = 400;

export class Writer {
  /** `changed(standing)` hears "writing", "second" (another tab writes) or "fenced" (this tab lost it). */
  constructor(store, changed) {
    this.store = store;
    this.changed = changed;
    this.standing = "asking";
  }

  start() {
    if (navigator.locks) {
      const patience = setTimeout(() => this.become("second"), PATIENCE);
      navigator.locks.request(NAME, async () => {
        clearTimeout(patience);
        await this.take();
        await new Promise(() => {}); // held until the tab is gone
      });
    } else {
      this.channel = new BroadcastChannel(NAME);
      this.channel.onmessage = ({ data }) => this.told(data);
      addEventListener("pagehide", () => this.standing === "writing" && this.channel.postMessage("closed"));
      return this.take().then(() => this.channel.postMessage(this.store.fence));
    }
  }

  told(news) {
    if (news === "closed") {
      this.take().then(() => this.channel.postMessage(this.store.fence));
    } else if (this.store.fence !== null && news > this.store.fence) {
      this.become("second");
    }
  }

  async take() {
    await this.store.takeFence();
    this.become("writing");
  }

  /** Called when a write met the fence. */
  lost() {
    this.become("fenced");
  }

  become(standing) {
    if (this.standing !== standing) {
      this.standing = standing;
      this.changed(standing);
    }
  }
}
