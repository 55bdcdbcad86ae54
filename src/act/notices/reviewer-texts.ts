/** The sentences of notices to reviewers and managers, in each language. They name no sender, subject or student. */
import type { NoticeText } from './notice-language.ts';
import type { Language, NoticeInput, ReviewerTopic } from './notice.ts';

type ReviewerInput = Extract<NoticeInput, { readonly kind: 'for-reviewers' }>;
type Sentences = Pick<NoticeText, 'label' | 'what' | 'why' | 'todo'> & {
  readonly why: string;
  readonly button: string;
};

const sentences: Readonly<Record<Language, Readonly<Record<ReviewerTopic, (by: string) => Sentences>>>> = {
  en: {
    escalated: (by) => ({
      label: 'Escalated',
      what: `${by} has escalated a held message to the managers.`,
      why: 'You are receiving this email because you are a manager.',
      todo: ['Please read the notes on the message and decide on it.'],
      button: 'Open it in the console',
    }),
    assigned: (by) => ({
      label: 'Assigned to you',
      what: `${by} has assigned a held message to you.`,
      why: 'You are receiving this email because the message is now waiting for you.',
      todo: ['Please decide on it or assign it to someone else.'],
      button: 'Open it in the console',
    }),
    'exception-consent': (by) => ({
      label: 'Approval needed',
      what: `${by} is asking a manager to approve an exception.`,
      why: 'The exception covers more than one sender and one recipient, or student records. It has no effect until a manager approves it.',
      todo: ['Please approve the exception or end it.'],
      button: 'Open the exceptions',
    }),
    'exception-used': (by) => ({
      label: 'Exception used',
      what: `An exception made by ${by} has released a message for the first time.`,
      why: 'You are receiving this email because you made the exception or because you are a manager.',
      todo: ['If this message should have been held, end the exception.'],
      button: 'Open the exceptions',
    }),
  },
  es: {
    escalated: (by) => ({
      label: 'Elevado',
      what: `${by} ha elevado un mensaje retenido a los supervisores.`,
      why: 'Recibe este correo porque usted es supervisor.',
      todo: ['Lea las notas del mensaje y tome una decisión.'],
      button: 'Abrirlo en la consola',
    }),
    assigned: (by) => ({
      label: 'Asignado a usted',
      what: `${by} le ha asignado un mensaje retenido.`,
      why: 'Recibe este correo porque el mensaje espera ahora su decisión.',
      todo: ['Tome una decisión o asígnelo a otra persona.'],
      button: 'Abrirlo en la consola',
    }),
    'exception-consent': (by) => ({
      label: 'Se necesita su aprobación',
      what: `${by} pide a un supervisor que apruebe una excepción.`,
      why: 'La excepción abarca más de un remitente y un destinatario, o expedientes de estudiantes. No tiene efecto hasta que la apruebe un supervisor.',
      todo: ['Apruebe la excepción o póngale fin.'],
      button: 'Abrir las excepciones',
    }),
    'exception-used': (by) => ({
      label: 'Excepción usada',
      what: `Una excepción creada por ${by} ha liberado un mensaje por primera vez.`,
      why: 'Recibe este correo porque usted creó la excepción o porque es supervisor.',
      todo: ['Si este mensaje debería haberse retenido, ponga fin a la excepción.'],
      button: 'Abrir las excepciones',
    }),
  },
};
const messageWord: Readonly<Record<Language, string>> = { en: 'message', es: 'mensaje' };

export function reviewerText(input: ReviewerInput, language: Language): NoticeText {
  const { button, ...text } = sentences[language][input.topic](input.by);
  return {
    ...text,
    mark: '■',
    subject: `${text.label}: ${messageWord[language]} ${input.messageId}`,
    action: { label: button, href: input.link },
  };
}
