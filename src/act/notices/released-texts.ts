/** The sentences about a message that a reviewer released, to all of its recipients or to some, in each language. */
import type { NoticeFacts, NoticeText } from './notice-language.ts';
import type { Language } from './notice.ts';

/** The facts of a release. */
interface Release {
  readonly facts: NoticeFacts;
  readonly title: string;
  readonly delivered: string;
  readonly withheld: string;
  readonly count: { readonly delivered: number; readonly withheld: number; readonly all: number };
}
type Sentences = Pick<NoticeText, 'label' | 'what' | 'todo'>;

interface ReleasedWords {
  readonly toAll: (release: Release) => Sentences;
  readonly toSome: (release: Release) => Sentences;
  readonly whyHeld: (titles: string) => string;
}

const words: Readonly<Record<Language, ReleasedWords>> = {
  en: {
    toAll: ({ title, facts }) => ({
      label: 'Delivered after review',
      what: `Your message ${title} to ${facts.toWhom} was released by a reviewer and has been delivered.`,
      todo: ['You do not need to do anything.'],
    }),
    toSome: ({ title, delivered, withheld, count, facts }) => ({
      label: 'Delivered to some recipients',
      what: `A reviewer released your message ${title} to ${count.delivered} of its ${count.all} recipients: ${delivered}.`,
      todo: [
        `It was not sent to ${count.withheld === 1 ? 'this recipient' : 'these recipients'}: ${withheld}.`,
        `If they need it too, ${facts.titles.length > 0 ? 'remove what is listed below and send them a new message, or ' : ''}contact ${facts.contact}.`,
      ],
    }),
    whyHeld: (titles) => `Why it was held: ${titles}.`,
  },
  es: {
    toAll: ({ title, facts }) => ({
      label: 'Entregado después de la revisión',
      what: `Su mensaje ${title} para ${facts.toWhom} fue revisado y se ha entregado.`,
      todo: ['No tiene que hacer nada.'],
    }),
    toSome: ({ title, delivered, withheld, count, facts }) => ({
      label: 'Entregado a algunos destinatarios',
      what: `Su mensaje ${title} fue revisado y se entregó a ${count.delivered} de sus ${count.all} destinatarios: ${delivered}.`,
      todo: [
        `No se envió a ${withheld}.`,
        `Si también lo necesitan, ${facts.titles.length > 0 ? 'quite lo que se indica abajo y envíeles un mensaje nuevo, o ' : ''}comuníquese con ${facts.contact}.`,
      ],
    }),
    whyHeld: (titles) => `Motivo de la retención: ${titles}.`,
  },
};

/** @param withheld addresses that did not get it */
export function releasedText(
  facts: NoticeFacts,
  withheld: readonly string[],
  language: Language,
): Pick<NoticeText, 'mark' | 'label' | 'subject' | 'what' | 'why' | 'todo'> {
  const { toAll, toSome, whyHeld } = words[language];
  const count = {
    delivered: facts.recipients.length,
    withheld: withheld.length,
    all: facts.recipients.length + withheld.length,
  };
  const sentences = (withheld.length === 0 ? toAll : toSome)({
    facts,
    title: `“${facts.subject}”`,
    delivered: facts.list(facts.recipients),
    withheld: facts.list(withheld),
    count,
  });
  return {
    ...sentences,
    mark: '●',
    subject: `${sentences.label}: ${facts.subject}`,
    ...(facts.titles.length > 0 && { why: whyHeld(facts.titles.join('; ')) }),
  };
}
