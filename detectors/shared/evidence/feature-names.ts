/**
 * Names of features, made once. A text says the same words over and over, and a string that is made anew has to be hashed before a model
 * finds its weight; one that is kept, and is the very string that a model has as its key, is found by its address.
 */

/** Words whose names are kept: enough for a long text. */
const mostKept = 4000;

/** Names that begin with one of a few prefixes, by its place among them, and end with any word. */
export function featureNames(prefixes: readonly string[]): (prefix: number, word: string) => string {
  const kept = new Map<string, string[]>();
  return (prefix, word) => {
    let names = kept.get(word);
    if (!names) {
      if (kept.size >= mostKept) kept.clear();
      names = prefixes.map(() => '');
      kept.set(word, names);
    }
    const known = names[prefix]!;
    return known === '' ? (names[prefix] = asKey(prefixes[prefix]! + word)) : known;
  };
}

/** The string that stands for all of its content, as the keys of objects do. */
function asKey(name: string): string {
  return Object.keys({ [name]: 0 })[0]!;
}

/** A test of features whose answers are kept. */
export function keptTest(test: (feature: string) => boolean): (feature: string) => boolean {
  const kept = new Map<string, boolean>();
  return (feature) => {
    let answer = kept.get(feature);
    if (answer === undefined) {
      if (kept.size >= mostKept) kept.clear();
      answer = test(feature);
      kept.set(feature, answer);
    }
    return answer;
  };
}

/** Some features crossed with one of few others: `ro none|-1 mom`. */
export function crossings(isCrossed: (feature: string) => boolean) {
  const byFirst = new Map<string, Map<string, string>>();
  /** Adds the crossed features of those up to an index. */
  return (features: string[], count: number, first: string): void => {
    let kept = byFirst.get(first);
    if (!kept) byFirst.set(first, (kept = new Map<string, string>()));
    for (let at = 0; at < count; at += 1) {
      const feature = features[at]!;
      let crossed = kept.get(feature);
      if (crossed === undefined) {
        if (kept.size >= mostKept) kept.clear();
        crossed = isCrossed(feature) ? asKey(`${first}|${feature}`) : '';
        kept.set(feature, crossed);
      }
      if (crossed !== '') features.push(crossed);
    }
  };
}
