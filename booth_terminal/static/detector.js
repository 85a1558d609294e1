// Reading codes in a picture. Android's and macOS' Chrome can do it; for other browsers there is zxing-cpp as
// WebAssembly (vendor/), a megabyte that only they load, after everything else, and keep for days without a line.

const ZXING = "/till/static/vendor/zxing-wasm-3.1.4";
const FILES = ["share.js", "reader/index.js", "reader/zxing_reader.wasm"].map((name) => `${ZXING}/${name}`);
const CACHE = "vendor";
const FORMATS = {
  goods: ["ean_13", "ean_8", "upc_a", "upc_e", "code_128", "qr_code"],
  slip: ["qr_code"],
};
const ZXING_FORMATS = {
  goods: ["EAN13", "EAN8", "UPCA", "UPCE", "Code128", "QRCode"],
  slip: ["QRCode"],
};

async function native(kind) {
  const known = (await globalThis.BarcodeDetector?.getSupportedFormats()) ?? [];
  return FORMATS[kind].every((format) => known.includes(format))
    ? new globalThis.BarcodeDetector({ formats: FORMATS[kind] })
    : null;
}

/** Gives `read(canvas)`, which gives the text of a code in it or null. Fails where nothing can read. */
export async function reader(kind) {
  const detector = await native(kind);
  if (detector) {
    return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? null;
  }
  const zxing = await import(FILES[1]);
  await zxing.prepareZXingModule({ overrides: { locateFile: () => FILES[2] }, fireImmediately: true });
  const options = { formats: ZXING_FORMATS[kind], tryHarder: true, maxNumberOfSymbols: 1 };
  return async (canvas) => {
    const { width, height } = canvas;
    const image = canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, width, height);
    return (await zxing.readBarcodes(image, options)).find((one) => one.isValid)?.text ?? null;
  };
}

/** Keeps what this browser needs for it on the device. */
export async function keep() {
  if (!("caches" in window) || !navigator.mediaDevices || (await native("goods"))) {
    return;
  }
  const cache = await caches.open(CACHE);
  const here = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  await Promise.all(here.filter((url) => !FILES.includes(url)).map((url) => cache.delete(url)));
  await cache.addAll(FILES.filter((url) => !here.includes(url)));
}
