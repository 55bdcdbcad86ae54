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
      why: 'You get this notice because you are a manager.',
      todo: ['Please read the notes of the message, and decide on it.'],
      button: 'Open it in the console',
    }),
    assigned: (by) => ({
      label: 'Assigned to you',
      what: `${by} has assigned a held message to you.`,
      why: 'You get this notice because the message now waits for you.',
      todo: ['Please decide on it, or assign it to somebody else.'],
      button: 'Open it in the console',
    }),
    'exception-consent': (by) => ({
      label: 'Consent needed',
      what: `${by} asks a manager to consent to an exception.`,
      why: 'The exception covers more than one sender and one recipient, or student records. It has no effect until a manager consents.',
      todo: ['Please consent to the exception, or end it.'],
      button: 'Open the exceptions',
    }),
    'exception-used': (by) => ({
      label: 'Exception used',
      what: `An exception by ${by} has released a message for the first time.`,
      why: 'You get this notice because you made the exception, or because you are a manager.',
      todo: ['If this message should have been held, end the exception.'],
      button: 'Open the exceptions',
    }),
  },
  es: {
    escalated: (by) => ({
      label: 'Elevado',
      what: `${by} ha elevado un mensaje retenido a los responsables.`,
      why: 'Recibe este aviso porque usted es responsable.',
      todo: ['Lea las notas del mensaje y decida sobre él.'],
      button: 'Abrirlo en la consola',
    }),
    assigned: (by) => ({
      label: 'Asignado a usted',
      what: `${by} le ha asignado un mensaje retenido.`,
      why: 'Recibe este aviso porque el mensaje espera ahora su decisión.',
      todo: ['Decida sobre él o asígnelo a otra persona.'],
      button: 'Abrirlo en la consola',
    }),
    'exception-consent': (by) => ({
      label: 'Se necesita su consentimiento',
      what: `${by} pide el consentimiento de un responsable para una excepción.`,
      why: 'La excepción abarca más que un remitente y un destinatario, o expedientes de estudiantes. No tiene efecto hasta que un responsable dé su consentimiento.',
      todo: ['Dé su consentimiento a la excepción o termínela.'],
      button: 'Abrir las excepciones',
    }),
    'exception-used': (by) => ({
      label: 'Excepción usada',
      what: `Una excepción de ${by} ha liberado un mensaje por primera vez.`,
      why: 'Recibe este aviso porque usted creó la excepción o porque es responsable.',
      todo: ['Si este mensaje debía retenerse, termine la excepción.'],
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
