/** The content of a message, read again from its stored bytes and masked until the account has revealed it. */
import type { ExtractedPart } from '../../../detectors/detector.ts';
import { codeOf } from '../../errors/hallpass-error.ts';
import type { MessageDetail as StoredMessage } from '../../store/stored-message.ts';
import { WITHHELD_CODE } from '../../message/withheld-code.ts';
import { maskText, secretsOf } from '../../view/mask.ts';
import type { ViewResult } from '../../view/view-result.ts';
import { ApiProblem } from '../access/problem.ts';
import type { ContentPart, MessageContent } from '../contract/message.ts';
import type { ReviewParts } from './review-parts.ts';

const maxText = 200_000;
/** Limit for all parts together, because masking runs in the process that answers all calls. */
const maxTextOfAll = 1_000_000;
const maxMarks = 5000;
const maxParts = 200;

type Found = StoredMessage['findings'];

/** Text of all parts with marks. @throws ApiProblem message.content-gone, message.not-readable */
export async function contentOf(parts: ReviewParts, message: StoredMessage, masked: boolean): Promise<MessageContent> {
  const view = await viewMessage(parts, message, 'text');
  const read = view.want === 'text' ? view.parts.slice(0, maxParts) : [];
  const byPart = Map.groupBy(
    message.findings.map((finding, n) => ({ ...finding, n })),
    ({ part }) => part,
  );
  const secrets = masked
    ? secretsOf(
        read.flatMap((part) => evidenceIn(part, byPart.get(part.id) ?? [])),
        (message.sealed?.findings ?? []).flatMap(({ subject }) => subject?.name ?? []),
      )
    : [];
  let left = maxTextOfAll;
  return {
    masked,
    parts: read.map((part) => {
      const shown = contentPart(part, byPart.get(part.id) ?? [], masked, secrets, Math.min(maxText, left));
      left -= shown.text.length;
      return shown;
    }),
  };
}

/** @throws ApiProblem message.content-gone if retention has deleted the body, message.not-readable if reading it fails */
export async function viewMessage(
  parts: ReviewParts,
  message: StoredMessage,
  want: ViewResult['want'],
): Promise<ViewResult> {
  const raw = await bodyOf(parts, message);
  try {
    return await parts.view({
      id: message.id,
      raw: new Uint8Array(raw),
      sender: message.sender,
      want,
      withheld: isWithheld(message),
    });
  } catch (error) {
    if (!codeOf(error).startsWith('scan.')) throw error;
    throw new ApiProblem('message.not-readable');
  }
}

/** Whether it may have an explicit picture, of which nobody gets a copy. */
export function isWithheld({ findings }: Pick<StoredMessage, 'findings'>): boolean {
  return findings.some(({ code }) => code === WITHHELD_CODE);
}

export async function bodyOf({ body, bodyDays }: ReviewParts, message: StoredMessage): Promise<Buffer> {
  try {
    return await body(message.id);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'store.not-found')
      throw new ApiProblem('message.content-gone', { detail: `Message content is kept for ${bodyDays} days.` });
    if (code === 'store.altered-body' || code === 'store.bad-ciphertext') throw new ApiProblem('message.not-readable');
    throw error;
  }
}

function evidenceIn({ text }: ExtractedPart, found: Found): string[] {
  return found.filter((finding) => isWithin(finding, text.length)).map(({ start, end }) => text.slice(start, end));
}

function contentPart(
  { id, kind, filename, contentType, text: whole, quoted, hidden, places }: ExtractedPart,
  found: readonly (Found[number] & { readonly n: number })[],
  masked: boolean,
  secrets: readonly string[],
  most: number,
): ContentPart {
  const cut = whole.length > most;
  const text = cut ? whole.slice(0, most).toWellFormed() : whole;
  const length = text.length;
  // A newer version may extract a different text, so marks that cannot fit it are left out.
  const marked = found.filter((finding) => isWithin(finding, length));
  const marks: ContentPart['marks'] = [
    ...marked.map(({ start, end, n }) => ({ start, end, kind: 'finding' as const, finding: n })),
    ...spans(quoted, 'quoted', length),
    ...spans(hidden, 'hidden', length),
  ];
  return {
    id,
    kind,
    filename: filename ?? '',
    contentType,
    text: masked ? maskText(text, marked, secrets) : text,
    cut,
    marks: marks.sort((a, b) => a.start - b.start || a.end - b.end).slice(0, maxMarks),
    places: (places ?? [])
      .filter(({ start }) => start < length)
      .slice(0, maxMarks)
      .map((place) => ({ ...place })),
  };
}

function spans(list: readonly { start: number; end: number }[], kind: 'quoted' | 'hidden', length: number) {
  return list
    .filter(({ start }) => start < length)
    .slice(0, maxMarks)
    .map(({ start, end }) => ({ start, end: Math.min(end, length), kind }));
}

function isWithin({ start, end }: { start: number; end: number }, length: number): boolean {
  return start >= 0 && start < end && end <= length;
}
