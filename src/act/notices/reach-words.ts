/** The texts of a notice about mailing lists: how many people the message would reach, and how many have replied already. */
import type { Reach } from '../../decide/verdict.ts';
import type { Language } from './notice.ts';

function reachEn({ lists, members, thread }: Reach): string[] {
  const what = lists === 1 ? 'a mailing list' : `${lists} mailing lists`;
  const whom = lists === 1 ? 'that reaches' : 'that reach';
  const count = (members ?? 0).toLocaleString('en-US');
  return [
    ...(thread
      ? [
          `${people(thread.senders, 'en-US', 'person has', 'people have')} already replied to everyone within ${thread.withinMinutes} minutes`,
        ]
      : []),
    members === undefined
      ? `it is addressed to ${what}`
      : `it is addressed to ${what} ${whom} ${members === 1 ? '1 person' : `${count} people`}`,
  ];
}

function reachEs({ lists, members, thread }: Reach): string[] {
  const what = lists === 1 ? 'una lista de correo' : `${lists} listas de correo`;
  const whom = lists === 1 ? 'que llega' : 'que llegan';
  const count = (members ?? 0).toLocaleString('es-US');
  return [
    ...(thread
      ? [
          `${people(thread.senders, 'es-US', 'persona ya respondió', 'personas ya respondieron')} a todos en ${thread.withinMinutes} minutos`,
        ]
      : []),
    members === undefined
      ? `está dirigido a ${what}`
      : `está dirigido a ${what} ${whom} a ${members === 1 ? '1 persona' : `${count} personas`}`,
  ];
}

const people = (count: number, locale: string, one: string, many: string): string =>
  `${count.toLocaleString(locale)} ${count === 1 ? one : many}`;

export const reachWords: Readonly<Record<Language, (reach: Reach) => string[]>> = { en: reachEn, es: reachEs };
