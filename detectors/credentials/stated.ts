/** Reads the secret that stands after or before its label: `password is …`, `PIN for the keypad: …`, `… is the password`. */
import type { Span } from '../detector.ts';
import { lookOf, type Look } from './look.ts';
import { phrases } from './phrases.ts';
import { fillers } from './rules.ts';

export interface Stated extends Span {
  readonly look: Look;
  /** How the secret is tied to its label. */
  readonly form: 'colon' | 'verb' | 'beside' | 'before';
  readonly quoted: boolean;
  /** Nothing but punctuation stands between it and the end of the line or sentence. */
  readonly last: boolean;
}

const furthest = 140;
const mostTokens = 12;
const opening = '"“‘\'`([{*<';
const connectors = new Set([':', '=', '->', '→', '-', '–', '—', '>', '|']);
const verbs = phrases.phrases('verbs');
const prepositions = phrases.phrases('prepositions');
const setTo = phrases.phrases('setTo');

/** `set the password to …` */
const setting = phrases.pattern(String.raw`\b<setting>\s(?:\p{L}+\s){0,3}$`, 'iu');
/** `Perch4Supper is the guest password` */
const equals = phrases.pattern(
  String.raw`(\S{4,40})["'”’]?,? {1,2}<equals>(?: also| now| still)?(?: (?:<qualifiers>|\p{L}{2,12}[’']s)){1,4} $`,
  'iu',
);

/** @param named a bare word with a capital counts: `maiden name Archibeque` */
export function statedAfter(text: string, label: Span, named = false): Stated | undefined {
  const aside = /^ \([^()\n]{1,40}\)(?= (?:is|was|es)\b)/.exec(text.slice(label.end, label.end + 48));
  const labelEnd = label.end + (aside?.[0].length ?? 0);
  const direct = /^["'”’)\]*_]{0,3}(?:\(s\))?(?: \([^()\n]{1,40}\))?[ \t]{0,4}(?:[:=]+|->|→|[-–—](?=\s))/.exec(
    text.slice(labelEnd, labelEnd + 54),
  );
  let form: 'colon' | 'verb' | undefined = direct ? 'colon' : undefined;
  const from = labelEnd + (direct?.[0].length ?? 0);
  const limit = Math.min(text.length, labelEnd + furthest);
  let previous = setting.test(text.slice(Math.max(0, label.start - 40), label.start)) ? 'set' : '';
  let opens = false;
  let at = from;
  for (let count = 0; count < mostTokens; count += 1) {
    const token = tokenFrom(text, at, limit);
    if (!token || token.lines > (form ? 2 : 0)) return undefined;
    const gap = text.slice(at, token.start);
    at = token.end;
    const raw = text.slice(token.start, token.end);
    const word = raw.toLowerCase().replace(/[,:;]$/, '');
    if (connectors.has(raw)) {
      form = raw === '|' ? (form ?? 'colon') : 'colon';
      previous = raw;
      continue;
    }
    if (form === undefined && count === 0 && /\t| {2}/.test(gap) && valueAt(text, token, limit).look !== 'word')
      form = 'colon';
    if (verbs.has(word.replace('’', "'"))) {
      form ??= 'verb';
      previous = word;
      continue;
    }
    const beside = form === undefined && count === 0;
    if (word === 'to' && setTo.has(previous)) form ??= 'verb';
    opens ||= prepositions.has(word);
    const filler = fillers.has(word) && !opening.includes(raw[0]!);
    if (filler) {
      if (raw.endsWith(':')) form = 'colon';
      if (/[.!?;]$/.test(raw)) return undefined;
      previous = word;
      continue;
    }
    const value = valueAt(text, token, limit);
    // Over a line end only what is unmistakable: headings stand there as well.
    if (form !== undefined)
      return value.look === 'none' || (value.look === 'word' && token.lines > 0) ? undefined : { ...value, form };
    const telling = value.look === 'strong' || value.look === 'mixed' || value.look === 'digits' || value.quoted;
    if (beside && (telling || (named && /^\p{Lu}\p{Ll}/u.test(raw)))) return { ...value, form: 'beside' };
    // `password for Lakes-Guest: …`: what the secret opens, up to the connector.
    if (!opens) return undefined;
    if (raw.endsWith(':') || raw.endsWith('=')) form = 'colon';
    else if (/[.!?;]$/.test(raw) || count > 8) return undefined;
    previous = word;
  }
  return undefined;
}

/** `Perch4Supper is the guest password`, `use Perch4Supper as the password`. */
export function statedBefore(text: string, labelStart: number): Stated | undefined {
  const window = text.slice(Math.max(0, labelStart - 90), labelStart);
  const match = equals.exec(window);
  if (!match) return undefined;
  const start = labelStart - window.length + match.index;
  const value = valueAt(text, { start, end: start + match[1]!.length }, labelStart);
  return value.look === 'strong' || value.look === 'mixed' || value.look === 'digits'
    ? { ...value, form: 'before', last: false }
    : undefined;
}

interface Token extends Span {
  /** Line ends before it. */
  readonly lines: number;
}

function tokenFrom(text: string, from: number, limit: number): Token | undefined {
  let start = from;
  let lines = 0;
  while (start < limit && isWhite(text.charCodeAt(start))) {
    if (text[start] === '\n') lines += 1;
    start += 1;
  }
  if (start >= limit) return undefined;
  let end = start;
  while (end < text.length && end < start + 80 && !isWhite(text.charCodeAt(end))) end += 1;
  return { start, end, lines };
}

/** The token without quotation marks, brackets and the punctuation of the sentence; a quoted phrase as a whole. */
function valueAt(text: string, token: Span, limit: number): Omit<Stated, 'form'> {
  const mark = text[token.start]!;
  const close = { '"': '"', '“': '”', '‘': '’', "'": "'", '`': '`' }[mark];
  if (close !== undefined) {
    const end = text.indexOf(close, token.start + 1);
    const inner = end < 0 || end > limit ? '' : text.slice(token.start + 1, end);
    if (inner.length >= 3 && inner.length <= 40 && !inner.includes('\n')) {
      const words = inner.trim().split(/ +/);
      const look =
        words.length > 1 && words.length <= 6 && /^[\p{L}\d !#$%&*@?_-]+$/u.test(inner) ? 'mixed' : lookOf(inner);
      return { start: token.start + 1, end, look, quoted: true, last: true };
    }
  }
  let { start, end } = token;
  while (start < end && opening.includes(text[start]!) && !(text[start] === '*' && /\d/.test(text[start + 1] ?? '')))
    start += 1;
  const bare = text.slice(start, end).replace(/["'”’`)\]}>,;:.]+$/, '');
  const plain = bare.replace(/[!?*]+$/, '');
  end = start + (/[\d\p{Lu}]/u.test(plain.slice(1)) ? bare : plain).length;
  const rest = text.slice(end, end + 6);
  return {
    start,
    end,
    look: lookOf(text.slice(start, end)),
    quoted: false,
    last: /^["'”’`)\]}*]*(?:[.,;!?)]|\s*\n|\s*$|\s*[/(–-])/.test(rest),
  };
}

function isWhite(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000;
}
