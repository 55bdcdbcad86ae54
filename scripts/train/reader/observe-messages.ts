/** What rules, n-gram models and reader say of messages as the product reads them: the numbers that a combination adds up. */
import credentials from '../../../detectors/credentials/index.ts';
import type { ExtractedMessage, Finding } from '../../../detectors/detector.ts';
import { rules as harassment } from '../../../detectors/harassment/rules.ts';
import { rules as listserv } from '../../../detectors/listserv/rules.ts';
import { rules as political } from '../../../detectors/political/rules.ts';
import profanity from '../../../detectors/profanity/index.ts';
import { rules as sexual } from '../../../detectors/sexual/rules.ts';
import { conductParts } from '../../../detectors/shared/conduct/conduct-parts.ts';
import { shippedModels } from '../../../detectors/shared/conduct/conduct-models.ts';
import { buildCueScorer } from '../../../detectors/shared/conduct/cue-scorer.ts';
import { readingsFor } from '../../../detectors/shared/reader/code-readings.ts';
import type { ReaderCombination, ReaderCombinations } from '../../../detectors/shared/reader/combination.ts';
import { nothingFound } from '../../../detectors/shared/reader/with-readings.ts';
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

/** Log-odds by code; a code is missing where the message is not judged for it. */
export type MessageOdds = Readonly<Record<string, Odds>>;

interface Odds {
  readonly rules: number;
  readonly model: number;
  readonly reader: number;
  readonly alone: number;
}

const config = configSchema.parse({});
const list = 'allstaff@school.example';
/** Log-odds of the reader where it has read no sentence of the sender. */
const unread = -7;

/** Weights that only say which labels count: what is observed are the odds before they are added up. */
const observing: ReaderCombinations = Object.fromEntries(
  Object.entries(codeLabels).map(([code, { reader }]) => {
    return [
      code,
      { labels: [...reader], rules: 1, model: 1, reader: 1, bias: 0, doubt: 0 } satisfies ReaderCombination,
    ];
  }),
);
const scorers = [harassment, threat, sexual, solicitation, political, listserv].map((rules) =>
  buildCueScorer(rules, shippedModels(), observing),
);
const directory = loadDirectory({ rosterDir: undefined, district: config.district, directory: config.directory });
const detectCredentials = credentials.create(credentials.options.parse({ minScore: 0 }), { directory });
const detectProfanity = profanity.create(profanity.options.parse({}), { directory });

export async function observe(mail: PlainMail, reader: Reader): Promise<MessageOdds> {
  const message = await read(mail, reader);
  const found: Record<string, Odds> = {};
  for (const scorer of scorers)
    for (const [code, odds] of Object.entries(scorer.odds(message, mail.toList ? ['list-recipient'] : [])))
      if (codeLabels[code] && (!codeLabels[code].list || mail.toList))
        found[code] = { ...odds, reader: odds.reader ?? likeliest(message, code, 'any') };
  const { readings: _, ...withoutReadings } = message;
  for (const [code, detect, voice] of [
    ['credentials.password', detectCredentials, 'any'],
    ['profanity.plain', detectProfanity, 'own'],
  ] as const) {
    const rules = oddsOf(detect(withoutReadings));
    found[code] = { rules, model: 0, reader: likeliest(message, code, voice), alone: rules };
  }
  return found;
}

async function read({ subject, text, toList }: PlainMail, reader: Reader): Promise<ExtractedMessage> {
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

function likeliest(message: ExtractedMessage, code: string, voice: 'own' | 'any'): number {
  const read = readingsFor(message, conductParts(message), observing[code], voice) ?? [];
  return Math.max(unread, ...read.map(({ odds }) => odds));
}

function oddsOf(found: readonly Finding[]): number {
  const score = Math.max(0, ...found.map((finding) => finding.score));
  return score === 0 ? nothingFound : Math.log(Math.min(0.999, score) / (1 - Math.min(0.999, score)));
}
