// The rooms beside the counter: what a seller does between sales. Each is a dialog with a module of its own; a
// button anywhere on the page that names a room in `data-room` opens it, one with `data-close` leaves.

import { DeviceRoom } from "./device.js";
import { DrawerRoom } from "./drawer.js";
import { CustomerDisplay } from "./customer.js";
import { at } from "./element.js";
import { Practice } from "./practice.js";
import { PrinterRoom } from "./printer.js";
import { Receipts } from "./receipts.js";
import { StockRoom } from "./stock.js";
import { Transfers } from "./transfers.js";
import { Welcome } from "./welcome.js";

export class Rooms {
  constructor(till, selling) {
    new CustomerDisplay(till, selling);
    new Welcome(till);
    this.practice = new Practice(till, selling);
    this.rooms = {
      receipts: new Receipts(till, selling),
      drawer: new DrawerRoom(till),
      stock: new StockRoom(till),
      transfers: new Transfers(till),
      printer: new PrinterRoom(till, selling),
      device: new DeviceRoom(till),
    };
    at("menu-open").addEventListener("click", () => at("menu").showModal());
    for (const button of document.querySelectorAll("[data-room]")) {
      button.addEventListener("click", () => this.open(button.dataset.room));
    }
    for (const button of document.querySelectorAll("dialog [data-close]")) {
      button.addEventListener("click", () => button.closest("dialog").close());
    }
  }

  open(name) {
    at("menu").close();
    return this.rooms[name].open();
  }

  /** The language has changed: what the modules wrote themselves is written again. */
  draw() {
    for (const room of Object.values(this.rooms)) {
      room.draw();
    }
  }
}
