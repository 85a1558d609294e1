// Scanning with the tablet's own camera, in a dialog above everything else.

import { keep, reader } from "./detector.js";
import { at, write } from "./element.js";
import { t } from "./words.js";

const EVERY = 120;
// The same code still before the camera is not another one.
const REPEAT = 700;
const WIDE = 800;

function refusedText(error) {
  switch (error?.name) {
    case "NotAllowedError":
    case "SecurityError":
      return t("The camera may not be used. Allow it in the browser's settings for this page, or use a scanner on a cable.");
    case "NotFoundError":
    case "OverconstrainedError":
      return t("This device has no camera that can be used. Use a scanner on a cable, or search for the product.");
    case "NotReadableError":
    case "AbortError":
      return t("The camera is busy with another program. Close that, then open this again.");
    default:
      return t("Codes cannot be read with this camera now. Use a scanner on a cable, or search for the product.");
  }
}

export class Camera {
  constructor(till) {
    this.run = 0;
    this.canvas = document.createElement("canvas");
    at("camera").addEventListener("close", () => this.closed());
    // After everything else, and again at the next start where there was no line.
    till.beside.push({ start: () => keep().catch(() => {}) });
  }

  get isOpen() {
    return at("camera").open;
  }

  /** `heard(text)` for each code, once for as long as it is before the camera; `left()` when the dialog is closed. */
  async open(kind, heard, left) {
    const run = (this.run += 1);
    Object.assign(this, { heard, left, seen: null, seenAt: -Infinity });
    this.say("");
    this.problem(null);
    at("camera").showModal();
    try {
      if (!navigator.mediaDevices) {
        this.problem(t("The camera needs the address of this till that begins with https://. Use a scanner on a cable, or search for the product."));
        return;
      }
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      if (run !== this.run) {
        release(stream);
        return;
      }
      this.stream = stream;
      at("camera-video").srcObject = stream;
      await at("camera-video").play();
      const read = await reader(kind);
      while (run === this.run) {
        await this.look(read, run);
        await new Promise((resolve) => setTimeout(resolve, EVERY));
      }
    } catch (error) {
      if (run === this.run) {
        this.problem(refusedText(error));
      }
    }
  }

  async look(read, run) {
    const { videoWidth: width, videoHeight: height } = at("camera-video");
    if (!width) {
      return;
    }
    const scale = Math.min(1, WIDE / width);
    Object.assign(this.canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
    const drawing = this.canvas.getContext("2d", { willReadFrequently: true });
    drawing.drawImage(at("camera-video"), 0, 0, this.canvas.width, this.canvas.height);
    const text = await read(this.canvas);
    if (run === this.run && text) {
      this.found(text.trim(), performance.now());
    }
  }

  found(text, now) {
    const again = text === this.seen && now - this.seenAt < REPEAT;
    Object.assign(this, { seen: text, seenAt: now });
    if (!again && text) {
      navigator.vibrate?.(60);
      this.heard(text);
    }
  }

  say(text) {
    write(at("camera-said"), text);
  }

  problem(text) {
    at("camera-view").hidden = Boolean(text);
    at("camera-problem").hidden = !text;
    write(at("camera-problem"), text ?? "");
    this.release();
  }

  close() {
    at("camera").close();
  }

  closed() {
    this.run += 1;
    this.release();
    this.left?.();
  }

  release() {
    if (this.stream) {
      release(this.stream);
      at("camera-video").srcObject = null;
      this.stream = null;
    }
  }
}

function release(stream) {
  for (const track of stream.getTracks()) {
    track.stop();
  }
}
