/** Reads the profanity detector's `lexicon.txt`: a level, flags and a phrase on each line. */

export type Level = 'strong' | 'mild';

export interface LexiconLine {
  readonly level: Level | 'allow';
  readonly phrase: string;
  readonly loose: boolean;
  readonly notAsName: boolean;
  /** Whether the plain spelling is looked for, and masked and spelled-out ones. */
  readonly plain: boolean;
  readonly masked: boolean;
  /** Whether it is looked for as it sounds, with letters swapped and in pieces. */
  readonly respelled: boolean;
}

/** @throws Error with the number of a line that cannot be read */
export function parseLexicon(text: string): LexiconLine[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const fields = /^(strong|mild|allow) +(-|[LNDMR]+) +(\S.*)$/.exec(line);
    if (!fields) throw new Error(`lexicon.txt:${index + 1}: expected a level, flags and a phrase`);
    const [, level, flags, phrase] = fields as unknown as [string, Level | 'allow', string, string];
    return {
      level,
      phrase: phrase.trim(),
      loose: flags.includes('L'),
      notAsName: flags.includes('N'),
      plain: !/[MR]/.test(flags),
      masked: /[DM]/.test(flags),
      respelled: flags.includes('R'),
    };
  });
}
