// What a buyer hands over: the Vietnamese notes, and the sums of them a till offers on a key.

export const NOTES = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000];
const TOP = NOTES.at(-1);
const OFFERED = 3;

/** Sums above the total that one or two notes make, of which no note could be left out. */
function sums(total) {
  const single = NOTES.filter((note) => note > total);
  const small = NOTES.filter((note) => note < total);
  const pairs = small.flatMap((a, i) => small.slice(i).map((b) => a + b)).filter((sum) => sum > total);
  return { single, all: [...new Set([...single, ...pairs])].sort((a, b) => a - b) };
}

/**
 * The sums offered beside "exact": the three cheapest, where the last gives way to the cheapest single note if
 * that is not among them (for 23.000: 25.000, 30.000 and 50.000). Above two of the largest notes, those that
 * surely change hands are counted first.
 */
export function offers(total) {
  const sure = total > 2 * TOP ? Math.floor(total / TOP) * TOP : 0;
  if (total <= 0 || total === sure) {
    return [];
  }
  const { single, all } = sums(total - sure);
  const offered = all.slice(0, OFFERED);
  if (single.length && !offered.some((sum) => single.includes(sum))) {
    offered[OFFERED - 1] = single[0];
  }
  return offered.map((sum) => sure + sum);
}
