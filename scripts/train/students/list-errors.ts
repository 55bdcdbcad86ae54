/** Prints messages that models which have not met their writer judge wrongly, with what weighed most. */
import type { TreeModel } from '../../../detectors/shared/evidence/tree-model.ts';
import type { Span } from '../../../detectors/detector.ts';
import type { PartView } from '../../../detectors/shared/evidence/part-view.ts';
import type { Read } from './gather.ts';

interface Listed {
  readonly pair: {
    readonly values: readonly number[];
    readonly student: { readonly name: string };
    readonly target?: Span & { readonly view: PartView };
    readonly statement?: Span & { readonly view: PartView };
  };
  readonly label: 0 | 1;
}

const threshold = 0.5;

export function listErrors(
  label: string,
  reads: readonly Read[],
  pairs: readonly (readonly Listed[])[],
  model: TreeModel,
): void {
  for (const [at, found] of pairs.entries()) {
    const { marked, directory } = reads[at]!;
    const { corpus: about, id, marks, message } = marked;
    const scored = found.map((one) => ({ ...one, score: model.probability(one.pair.values) }));
    const real = about.labels.includes(label);
    if (about.entitled !== 'no' || scored.some(({ score }) => score >= threshold) === real) continue;
    console.log(
      `${label} ${id} ${directory.hasRoster ? 'with' : 'without'} roster ${real ? 'MISSED' : 'FALSE'} ${about.form}`,
    );
    if (real && !scored.some((one) => one.label === 1)) {
      for (const [part, own] of marks)
        for (const mark of own.filter(({ whose }) => /^(?:u?\d)/.test(whose[0] ?? '')))
          console.log(
            `    no pair: ${mark.kind}:${mark.whose.join()} ${JSON.stringify(message.parts.find((one) => one.id === part)!.text.slice(Math.max(0, mark.start - 20), mark.end + 10))}`,
          );
    }
    const worst = scored
      .filter((one) => (real ? one.label === 1 : one.score >= threshold))
      .sort((a, b) => (real ? a.score - b.score : b.score - a.score));
    for (const { pair, score } of worst.slice(0, 2)) {
      const target = (pair.target ?? pair.statement)!;
      const pieces = model.heaviest(pair.values, 5).map(({ feature, weight }) => `${feature} ${weight.toFixed(1)}`);
      console.log(
        `    ${score.toFixed(2)} ${pair.student.name} | ${JSON.stringify(target.view.text.slice(Math.max(0, target.start - 60), target.end + 20))} | ${pieces.join(', ')}`,
      );
    }
  }
}
