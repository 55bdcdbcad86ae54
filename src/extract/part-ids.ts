/** Orders parts by their ids. */

/** Compares the numbers of two ids from left to right: `2`, `2/1`, `2/10`, `2.1`, `10`. */
export function comparePartIds(a: string, b: string): number {
  const [left, right] = [a, b].map((id) => id.split(/\D+/).map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    if (left[i] !== right[i]) return left[i]! - right[i]!;
  }
  return left.length - right.length;
}
