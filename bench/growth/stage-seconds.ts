/** Mean milliseconds of a message in each stage, from the metric hallpass_stage_seconds of a running gateway. */

interface StageSum {
  readonly seconds: number;
  readonly messages: number;
}

export type StageSums = ReadonlyMap<string, StageSum>;

/** @param text in the exposition format of Prometheus */
export function readStages(text: string): StageSums {
  const valuesOf = (suffix: string): Map<string, number> =>
    new Map(
      [
        ...text.matchAll(new RegExp(`^hallpass_stage_seconds_${suffix}\\{[^}]*stage="([^"]+)"[^}]*\\} (\\S+)$`, 'gm')),
      ].map(([, stage, value]) => [stage!, Number(value)]),
    );
  const counts = valuesOf('count');
  return new Map(
    [...valuesOf('sum')].map(([stage, seconds]) => [stage, { seconds, messages: counts.get(stage) ?? 0 }]),
  );
}

/** @returns milliseconds by stage, of the messages between both readings */
export function meanBetween(before: StageSums, after: StageSums): Map<string, number> {
  return new Map(
    [...after].flatMap(([stage, { seconds, messages }]) => {
      const earlier = before.get(stage) ?? { seconds: 0, messages: 0 };
      const count = messages - earlier.messages;
      return count === 0 ? [] : [[stage, ((seconds - earlier.seconds) * 1000) / count] as const];
    }),
  );
}
