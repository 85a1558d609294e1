// A picture made small enough to travel inside a document. It is drawn anew from its pixels, so that nothing else
// that a camera wrote into the file (a place, a time, a name) goes along.

export const BYTES_MAX = 44_000; // in base64 less than PICTURE_TEXT_MAX of fairpos/core/inspection.py

const SIDES = [1280, 1024, 800, 640, 480, 320];
const QUALITIES = [0.75, 0.6, 0.45, 0.3];

const encoded = (canvas, kind, quality) => new Promise((done) => canvas.toBlob(done, kind, quality));

/** The smallest loss that fits: large sides first, then quality. Null where nothing does. */
async function fitted(image, canvas) {
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(image.width, image.height));
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ffffff"; // what is transparent becomes paper
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      let blob = await encoded(canvas, "image/webp", quality);
      if (blob?.type !== "image/webp") {
        blob = await encoded(canvas, "image/jpeg", quality); // Safari writes no WebP
      }
      if (blob && blob.size <= BYTES_MAX) {
        return blob;
      }
    }
  }
  return null;
}

async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return btoa(text);
}

/** Draws a file onto `canvas` and gives it small, in base64; null for what is no picture. */
export async function shrink(file, canvas) {
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const blob = await fitted(image, canvas);
    image.close();
    return blob && (await base64(blob));
  } catch {
    return null;
  }
}

/** Draws a picture that `shrink` gave; nothing where there is none. */
export async function show(text, canvas) {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext("2d").drawImage(image, 0, 0);
  } catch {
    // None, or one that this browser cannot draw: it goes along all the same.
  }
}
