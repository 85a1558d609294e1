// The price book: what this till sells, at which prices, on which days. It lies in the tablet's database, so that
// a tablet opened without a network still knows it.

const PATIENCE = 10_000;

function isBook(body) {
  return Number.isSafeInteger(body?.edition) && Boolean(body.till?.id && body.fair?.slug) && Array.isArray(body.articles);
}

/**
 * Asks the terminal for the book. The outcome is "new" (with `book` and `etag`), "same", "not-enrolled",
 * "revoked" or "unreachable".
 */
export async function fetchBook(etag) {
  try {
    const response = await fetch("/till/book", {
      headers: etag ? { "If-None-Match": etag } : {},
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 304) {
      return { outcome: "same" };
    }
    const body = await response.json();
    if (response.status === 401 && ["not-enrolled", "revoked"].includes(body.code)) {
      return { outcome: body.code };
    }
    if (response.ok && isBook(body)) {
      return { outcome: "new", book: body, etag: response.headers.get("ETag") };
    }
  } catch {
    // No line, or somebody else's page.
  }
  return { outcome: "unreachable" };
}
