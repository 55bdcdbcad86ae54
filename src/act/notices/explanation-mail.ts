/** The one mail to a sender whose messages were stopped several times: what it was about and how to avoid it. No content. */
import { mailDate } from '../../message/mail-date.ts';
import { newMessageId } from '../../message/message-id.ts';
import { contactIn, districtIn } from '../../message/district-words.ts';
import type { NewNotice } from '../../store/change.ts';
import { assemble } from './mime.ts';
import type { Language, NoticeSettings } from './notice.ts';
import { oneLine } from './one-line.ts';

export interface ExplanationMail {
  /** Address of the sender. */
  readonly to: string;
  readonly language: Language;
  readonly days: number;
  readonly messages: number;
  /** Titles of rules in that language, with the number of messages; most first. */
  readonly rules: readonly { readonly title: string; readonly messages: number }[];
  /** Codes of what was found: they decide which advice fits. */
  readonly codes: readonly string[];
  readonly at: Date;
}

type Settings = Pick<NoticeSettings, 'from' | 'hostname' | 'districtName' | 'contact'>;

/** What a piece of advice is for, by the detectors whose findings it is about. */
type Topic = 'student' | 'tone' | 'private' | 'secret';
const topics: Readonly<Record<Topic, RegExp>> = {
  student: /^student-/,
  tone: /^(harassment|profanity|threat|sexual)\./,
  private: /^(solicitation|political|listserv)\./,
  secret: /^credentials\./,
};

interface Texts {
  readonly fromName: (district: string) => string;
  readonly subject: string;
  readonly before: (messages: number, days: number) => string;
  readonly tips: Readonly<Record<Topic, string>>;
  readonly after: (contact: string, district: string) => readonly string[];
}

const texts: Readonly<Record<Language, Texts>> = {
  en: {
    fromName: (district) => `Hallpass for ${district}`,
    subject: 'Why some of your messages were stopped, and how to avoid it',
    before: (messages, days) =>
      `In the last ${days} days, ${messages} of your messages were not sent at once. That happens to many people. What the messages were about:`,
    tips: {
      student:
        'Leave out a student’s full name where the reader knows who is meant, and share lists of students in the student information system or the family portal. Before you send, look at the whole conversation below your answer, and at every sheet of an attachment.',
      tone: 'Where a message is written in anger, leave it as a draft for an hour and read it again, or talk to the person.',
      private:
        'Use a private address for sales, campaigns and other private matters, and write to a mailing list only what all of it needs.',
      secret: 'Tell a password on the phone, or let the technology office set a new one; never send it by email.',
    },
    after: (contact, district) => [
      `If you think that a message was stopped by mistake, say so on the page behind the link in its notice: that helps to correct the rules. If you have questions, or would like to see how to do this in your work, ask ${contact}.`,
      `You will receive this email only once. It was sent by Hallpass, which checks the outgoing mail of ${district}.`,
    ],
  },
  es: {
    fromName: (district) => `Hallpass para ${district}`,
    subject: 'Por qué algunos de sus mensajes no salieron de inmediato y cómo evitarlo',
    before: (messages, days) =>
      `En los últimos ${days} días, ${messages} de sus mensajes no se enviaron de inmediato. Esto le pasa a mucha gente. De qué trataban los mensajes:`,
    tips: {
      student:
        'No escriba el nombre completo de un estudiante si quien lee sabe de quién se trata, y comparta las listas de estudiantes en el sistema de información estudiantil o en el portal para familias. Antes de enviar, revise toda la conversación debajo de su respuesta y cada hoja de los archivos adjuntos.',
      tone: 'Si escribe con enojo, deje el mensaje como borrador durante una hora y vuelva a leerlo, o hable con la persona.',
      private:
        'Use una dirección privada para ventas, campañas y otros asuntos privados, y escriba a una lista de correo solo lo que necesitan todas las personas de la lista.',
      secret:
        'Diga una contraseña por teléfono, o pida al departamento de tecnología una nueva; no la envíe nunca por correo.',
    },
    after: (contact, district) => [
      `Si cree que un mensaje no debió detenerse, dígalo en la página del enlace de su aviso: eso ayuda a corregir las reglas. Si tiene preguntas o quiere ver cómo hacerlo en su trabajo, diríjase a: ${contact}.`,
      `Este correo se envía una sola vez. Lo envía Hallpass, que revisa el correo saliente de ${district}.`,
    ],
  },
};

const ascii = /^[\x20-\x7e]*$/;
const shownRules = 5;

/** One mail with the null sender, as all notices. */
export function composeExplanationMail(settings: Settings, mail: ExplanationMail): Omit<NewNotice, 'notice'> {
  const { from, hostname } = settings;
  const { to, language, at } = mail;
  const district = districtIn(language, settings.districtName);
  const words = texts[language];
  const raw = assemble(
    [
      ['From', [{ name: words.fromName(district), address: from }]],
      ['To', [{ address: to }]],
      ['Subject', words.subject],
      ['Date', mailDate(at)],
      ['Message-ID', `<explanation.${newMessageId()}@${hostname}>`],
      ['Auto-Submitted', 'auto-generated'],
      ['X-Hallpass-Notice', 'explanation'],
      ['Content-Language', language],
    ],
    {
      type: 'text/plain; charset=utf-8',
      content: Buffer.from(textOf(mail, words, contactIn(language, settings.contact), district)),
    },
  );
  const smtpUtf8 = [from, to].some((address) => !ascii.test(address));
  return { id: newMessageId(), sender: '', recipients: [to], raw, smtpUtf8 };
}

function textOf(
  { messages, days, rules, codes }: ExplanationMail,
  words: Texts,
  contact: string,
  district: string,
): string {
  const fitting = (Object.keys(topics) as Topic[]).filter((topic) => codes.some((code) => topics[topic].test(code)));
  const shown = rules.slice(0, shownRules).map(({ title, messages: n }) => `  ${n} × ${oneLine(title, 160)}`);
  return [
    words.before(messages, days),
    '',
    ...shown,
    '',
    ...fitting.flatMap((topic) => [words.tips[topic], '']),
    ...words.after(contact, district).flatMap((line) => [line, '']),
  ].join('\n');
}
