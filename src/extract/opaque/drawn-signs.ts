/** Tells a row of signs (words, emoji) that stand for bytes of ciphertext from language and lists: it is drawn at random from a small stock. */
import { leastDenseBytes } from './dense.ts';

/** So many signs of a row show how they are distributed. */
const sampleSigns = 4096;
/** Stocks of signs: one for four bits up to one for twelve. */
const [smallestStock, largestStock] = [16, 4096];
/** Pairs of equal signs without which nothing can be said about the stock. */
const leastPairs = 10;
/**
 * Variance of the counts by their mean is 1 for signs that are drawn at random, give or take a part that shrinks with the stock.
 * Language has few words that are frequent and is above it; lists in which each sign occurs equally often are below it.
 */
const lowestSpread = (stock: number): number => 1 - Math.max(0.28, 2.5 * Math.sqrt(2 / stock));
const highestSpread = (stock: number): number => 1 + Math.max(0.35, 3 * Math.sqrt(2 / stock));

/**
 * @param signs in their order
 * @param leastDraws how often each sign of the stock must have been drawn on average; lists of names look drawn at random below 1
 */
export function areDrawnSigns(signs: readonly string[], leastDraws: number): boolean {
  const sample = signs.slice(0, sampleSigns);
  const counts = countsOf(sample);
  const squares = [...counts.values()].reduce((sum, count) => sum + count * count, 0);
  if (squares - sample.length < 2 * leastPairs) return false;
  const stock = stockOf(sample.length, counts.size);
  if (stock < smallestStock || stock > largestStock || sample.length < stock * leastDraws) return false;
  if (signs.length * Math.log2(stock) < leastDenseBytes * 8) return false;
  const spread = squares / sample.length - sample.length / stock;
  return spread >= lowestSpread(stock) && spread <= highestSpread(stock) && hasNoOrder(sample, stock);
}

function countsOf(signs: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sign of signs) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return counts;
}

/** How many different signs there are, if a number of them has been seen in so many draws. */
function stockOf(draws: number, seen: number): number {
  let [low, high] = [seen, largestStock * 2];
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (middle * (1 - Math.exp(-draws / middle)) < seen) low = middle;
    else high = middle;
  }
  return low;
}

/** No sign follows another one more often than by chance, and they are not sorted. */
function hasNoOrder(signs: readonly string[], stock: number): boolean {
  const pairs = countsOf(signs.slice(1).map((sign, index) => `${signs[index]!} ${sign}`));
  const repeated = [...pairs.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  const byChance = (signs.length * signs.length) / (2 * stock * stock);
  if (repeated > 4 + byChance * 1.5) return false;
  const rising = signs.filter((sign, index) => index > 0 && sign > signs[index - 1]!).length;
  return rising < signs.length * 0.65 && rising > signs.length * 0.35 - 1;
}
