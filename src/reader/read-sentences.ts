/** The reading stage of a scan worker: asks the reader about the sentences of a message, between extract and detect. */
import type { ExtractedMessage, SentenceReading, UnreadPart } from '../../detectors/detector.ts';
import {
  mostSuspiciousFirst,
  sentencesToRead,
  type SentenceToRead,
} from '../../detectors/shared/reader/sentences-to-read.ts';
import { unreadPart } from '../message/unread-part.ts';
import type { Ask } from './with-reader.ts';
import type { ReadRequest, ReadResult } from './reader-messages.ts';

/** What a sentence has at most, as a rule: its neighbours and marks, and a token for so many characters. */
const tokensAround = 40;
const charactersPerToken = 2.5;
/** The same for a usual sentence, which is read without its neighbours. */
const usualTokensAround = 4;
const usualCharactersPerToken = 4.5;
/** Share of the tokens that files may take: people say things in mails, and a long document must not crowd these out. */
const shareOfFiles = 0.25;

/**
 * The message with its readings. What was not read, because there was more than the limit or the reader ended, is listed as
 * an unread part of the reason `partly-read`: the rules and small models have weighed it all the same.
 *
 * @param ask undefined where a reader should run and does not: nothing is read then
 * @param tokens that are read of the message
 */
export async function readSentences(
  message: ExtractedMessage,
  ask: Ask | undefined,
  tokens: number,
): Promise<ExtractedMessage> {
  const sentences = sentencesToRead(message);
  const most = tokens * shareOfFiles;
  const inFiles = sentencesInFiles(message, sentences);
  const exceeds = mayExceed(sentences, tokens) || tokensOf(inFiles) > most;
  const ordered = exceeds ? mostSuspiciousFirst(message, sentences) : sentences;
  const left = exceeds ? overBudget(ordered, inFiles, most) : new Set<SentenceToRead>();
  // The HTML part of a mail says again what its plain text says.
  const same = [
    ...Map.groupBy(
      ordered.filter((sentence) => !left.has(sentence)),
      ({ before, sentence, behind }) => [before, sentence, behind].join('\n'),
    ),
  ];
  const request = { sentences: same.map(([, [first]]) => textOf(first!)), tokens };
  const result = await ask?.(request);
  const read = result?.read ?? 0;
  const unread = unreadParts(message, [...left, ...same.slice(read).flatMap(([, all]) => all)]);
  return {
    ...message,
    ...(unread.length > 0 && { unread: [...message.unread, ...unread] }),
    ...(result && {
      readings: readingsOf(
        message,
        same.slice(0, read).map(([, all]) => all),
        result,
      ),
    }),
  };
}

function textOf({ before, sentence, behind }: SentenceToRead): ReadRequest['sentences'][number] {
  return { before, sentence, behind };
}

function mayExceed(sentences: readonly SentenceToRead[], tokens: number): boolean {
  const most = sentences.reduce((sum, one) => sum + one.sentence.length / charactersPerToken + tokensAround, 0);
  return most > tokens;
}

function sentencesInFiles({ parts }: ExtractedMessage, sentences: readonly SentenceToRead[]): Set<SentenceToRead> {
  const files = new Set(parts.filter(({ kind }) => kind === 'attachment').map(({ id }) => id));
  return new Set(sentences.filter(({ part }) => files.has(part)));
}

function tokensOf(sentences: Iterable<SentenceToRead>): number {
  let tokens = 0;
  for (const { sentence } of sentences) tokens += sentence.length / usualCharactersPerToken + usualTokensAround;
  return tokens;
}

/** Those of the files that come when their share is used up. */
function overBudget(
  ordered: readonly SentenceToRead[],
  inFiles: ReadonlySet<SentenceToRead>,
  most: number,
): Set<SentenceToRead> {
  let tokens = 0;
  return new Set(ordered.filter((sentence) => inFiles.has(sentence) && (tokens += tokensOf([sentence])) > most));
}

/** In the order of the parts, and by start within each. @param read sentences that say the same share a row of the result */
function readingsOf(
  message: ExtractedMessage,
  read: readonly (readonly SentenceToRead[])[],
  result: ReadResult,
): SentenceReading[] {
  const order = new Map(message.parts.map(({ id }, index) => [id, index]));
  const { labels } = result;
  return read
    .flatMap((same, row) => {
      const odds = Object.fromEntries(labels.map((label, at) => [label, result.odds[row * labels.length + at]!]));
      return same.map(({ part, start, end }) => ({ part, start, end, odds }));
    })
    .sort((a, b) => order.get(a.part)! - order.get(b.part)! || a.start - b.start);
}

/** One entry a part that has an unread sentence. */
function unreadParts(message: ExtractedMessage, sentences: readonly SentenceToRead[]): UnreadPart[] {
  const left = new Set(sentences.map(({ part }) => part));
  return message.parts.filter(({ id }) => left.has(id)).map((part) => unreadPart(part, 'partly-read'));
}
