// Finding Vietnamese words typed without their marks: "ruou ba kich" finds "Rượu ba kích".

/** Folds text: lower case, đ to d, marks away, blanks single. The same as fairpos/core/search.py. */
export function searchKey(text) {
  const bare = text.normalize("NFC").toLowerCase().replaceAll("đ", "d").replaceAll("ß", "ss").normalize("NFD");
  return bare.replace(/\p{Mn}/gu, "").trim().replace(/\s+/g, " ");
}

/** Whether every word of the query begins a word of the key, in any order. */
export function matches(query, key) {
  const words = key.split(" ");
  return searchKey(query)
    .split(" ")
    .every((part) => words.some((word) => word.startsWith(part)));
}
