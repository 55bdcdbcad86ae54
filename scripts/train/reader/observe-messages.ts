/** What rules, n-gram models and reader say of messages as the product reads them: the numbers that a combination adds up. */
import credentials from '../../../detectors/credentials/index.ts';
import type { ExtractedMessage } from '../../../detectors/detector.ts';
import { rules as harassment } from '../../../detectors/harassment/rules.ts';
import { rules as listserv } from '../../../detectors/listserv/rules.ts';
import { rules as political } from '../../../detectors/political/rules.ts';
import profanity from '../../../detectors/profanity/index.ts';
import { rules as sexual } from '../../../detectors/sexual/rules.ts';
import { conductParts } from '../../../detectors/shared/conduct/conduct-parts.ts';
import { shippedModels } from '../../../detectors/shared/conduct/conduct-models.ts';
import { buildCueScorer } from '../../../detectors/shared/conduct/cue-scorer.ts';
import { readingsFor } from '../../../detectors/shared/reader/code-readings.ts';
import type {
  CodeOdds,
  ReaderCombination,
  ReaderCombinations,
  Reading,
} from '../../../detectors/shared/reader/combination.ts';
import { nothingFound, oddsOf, weighedTogether } from '../../../detectors/shared/reader/with-readings.ts';
import { rules as solicitation } from '../../../detectors/solicitation/rules.ts';
import { rules as threat } from '../../../detectors/threat/rules.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { loadDirectory } from '../../../src/directory/directory.ts';
import { composeMime } from '../../../src/eval/compose-mime.ts';
import { extract } from '../../../src/extract/extract.ts';
import { readSentences } from '../../../src/reader/read-sentences.ts';
import { withReader } from '../../../src/reader/with-reader.ts';
import type { Reader } from '../../../src/reader/start-reader.ts';
import { codeLabels } from './code-labels.ts';

export interface PlainMail {
  readonly subject: string;
  readonly text: string;
  readonly toList: boolean;
}

/** By code, everything that is weighed for it; a code is missing where the message is not judged for it. */
export type MessageOdds = Readonly<Record<string, readonly CodeOdds[]>>;

const config = configSchema.parse({});
const list = 'allstaff@school.example';

/** Weights that only say which labels count: what is observed are the odds before they are added up. */
const observing: ReaderCombinations = Object.fromEntries(
  Object.entries(codeLabels).map(([code, { reader }]) => {
    return [
      code,
      {
        labels: [...reader],
        rules: 1,
        model: 1,
        reader: 1,
        next: 0,
        words: 0,
        chance: 0,
        bias: 0,
        doubt: 0,
      } satisfies ReaderCombination,
    ];
  }),
);
const scorers = [harassment, threat, sexual, solicitation, political, listserv].map((rules) =>
  buildCueScorer(rules, shippedModels(), observing),
);
/** A message in which nothing is found and nothing is read. */
const unread = { found: undefined, reading: undefined };
/** A file has no infinite numbers. */
const leastOdds = -100;
const directory = loadDirectory({ rosterDir: undefined, district: config.district, directory: config.directory });
const detectCredentials = credentials.create(credentials.options.parse({ minScore: 0 }), { directory });
const detectProfanity = profanity.create(profanity.options.parse({}), { directory });

export async function observe(mail: PlainMail, reader: Reader): Promise<MessageOdds> {
  return observeMessage(await readMail(mail, reader), mail.toList);
}

export function observeMessage(message: ExtractedMessage, toList: boolean): MessageOdds {
  const found: Record<string, readonly CodeOdds[]> = {};
  for (const scorer of scorers)
    for (const [code, odds] of Object.entries(scorer.odds(message, toList ? ['list-recipient'] : [])))
      if (codeLabels[code] && (!codeLabels[code].list || toList))
        found[code] = odds.map((one) => ({ ...one, reading: one.reading && readingOf(one.reading) }));
  const { readings: _, ...withoutReadings } = message;
  for (const [code, detect, voice] of [
    ['credentials.password', detectCredentials, 'any'],
    ['profanity.plain', detectProfanity, 'own'],
  ] as const) {
    const read = readingsFor(message, conductParts(message), observing[code], voice) ?? [];
    const together = weighedTogether(detect(withoutReadings), read);
    found[code] = (together.length > 0 ? together : [unread]).map(({ found: by, reading }) => {
      const rules = by ? oddsOf(by.score) : nothingFound;
      return { rules, model: 0, alone: rules, reading: reading && readingOf(reading) };
    });
  }
  return found;
}

/** Without where the sentence is: what is observed is kept in a file. */
function readingOf({ odds, next, words, sentences }: Reading): Reading {
  return { odds, next: Math.max(leastOdds, next), words, sentences };
}

export async function readMail({ subject, text, toList }: PlainMail, reader: Reader): Promise<ExtractedMessage> {
  const to = toList ? list : 'reader@elsewhere.example';
  const from = { name: '', address: 'staff@school.example' };
  const mime = composeMime({ from, to: [{ name: '', address: to }], cc: [], subject, text, attachments: [] });
  const recipient = {
    address: to,
    inside: toList,
    entitledTo: [],
    ...(toList && { list: { address: list, kind: 'staff' as const } }),
  };
  const message = await extract(mime, { sender: from.address, recipients: [recipient] }, config.scan);
  return withReader(reader.connect(), 600_000, (ask) => readSentences(message, ask, 100_000));
}
