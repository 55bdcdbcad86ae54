/** The words of rules.yaml, compiled once into one lexicon. */
import { z } from 'zod';
import { readYamlFile } from '../shared/text/data-file.ts';
import { buildLexicon } from '../shared/text/lexicon.ts';

const codes = ['credentials.password', 'credentials.pin', 'credentials.security-answer'] as const;
const list = z.string().transform((text) => new Set(text.split(/\s+/).filter((word) => word !== '')));
const phrases = z.array(z.string()).min(1);

const schema = z.strictObject({
  labels: z.array(
    z.strictObject({
      id: z.string(),
      source: z.string(),
      code: z.enum(codes),
      needs: z.enum(['nothing', 'login', 'lock', 'challenge', 'identity', 'wireless']),
      phrases,
    }),
  ),
  nearby: z.strictObject({
    login: phrases,
    lock: phrases,
    challenge: phrases,
    identity: phrases,
    wireless: phrases,
    meeting: phrases,
    advice: phrases,
  }),
  fillers: list,
  notSecrets: list,
});

const rules = readYamlFile(new URL('./rules.yaml', import.meta.url), schema);

/** What a secret is called, for example `password` or `keypad code`. */
export type Label = (typeof rules.labels)[number];
/** What stands near a secret and says what it is. */
export type Nearby = keyof (typeof rules)['nearby'];
export type Word = { readonly label: Label } | { readonly nearby: Nearby };

export const { fillers, notSecrets } = rules;

export const lexicon = buildLexicon<Word>([
  ...rules.labels.flatMap((label) => {
    const data = { label };
    return label.phrases.map((phrase) => ({ phrase, data }));
  }),
  ...(Object.keys(rules.nearby) as Nearby[]).flatMap((nearby) => {
    const data = { nearby };
    return rules.nearby[nearby].map((phrase) => ({ phrase, data }));
  }),
]);
