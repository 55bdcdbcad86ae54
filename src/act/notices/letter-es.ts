/** The notices in Spanish. */
import { causeOf, type Cause } from './causes.ts';
import { releasedText } from './released-texts.ts';
import { reviewerText } from './reviewer-texts.ts';
import type { NoticeInput } from './notice.ts';
import type {
  DecidedInput,
  DeliveryInput,
  NoticeFacts,
  NoticeLanguage,
  NoticeText,
  WaitingInput,
} from './notice-language.ts';

export const spanish: NoticeLanguage = {
  language: 'es',
  noSubject: '(sin asunto)',
  fromName: (district) => `Hallpass para ${district}`,
  readHere: 'Leer esto en español',
  headings: {
    found: 'Qué encontramos',
    where: 'Dónde está',
    policy: 'Qué dice la política',
    replies: 'Respuesta del sistema de correo del destinatario',
    details: 'Detalles',
    examples: 'Por ejemplo (en inglés):',
  },
  labels: {
    message: 'Mensaje',
    to: 'Para',
    received: 'Recibido',
    number: 'Número del mensaje',
    rules: 'Reglas',
    codes: 'Hallazgos',
    students: 'Estudiantes',
    recipients: 'Destinatarios',
  },
  textOf,
  toWhom: (first, more) => (more === 0 ? first : `${first} y ${more === 1 ? '1 más' : `${more} más`}`),
  why: (titles, clause, quoted) => {
    const reason = titles.join('; ') || 'la revisión automática no se pudo completar, así que lo revisará una persona';
    const says = clause ? ` ${clause.source}, dice: “${quoted ?? clause.text}”` : '';
    return `Motivo: ${reason}.${says}`;
  },
  held: 'Motivo: se retuvo para su revisión.',
  more: (count) => `y ${count} más`,
  footer: ({ district, contact }) =>
    `Hallpass revisa el correo saliente de ${district}. ¿Tiene preguntas? Comuníquese con ${contact} e indique el número del mensaje.`,
};

const returned = (subject: string) =>
  ({ mark: '■', label: 'Devuelto', subject: `Devuelto: ${subject}` }) as const satisfies Partial<NoticeText>;
const nothingToDo = 'No tiene que hacer nada.';

function textOf(input: NoticeInput, facts: NoticeFacts): NoticeText {
  switch (input.kind) {
    case 'warn':
    case 'quarantine-held':
    case 'security-copy':
      return waitingText(input, facts);
    case 'for-reviewers':
      return reviewerText(input, 'es');
    case 'delay':
    case 'failure':
    case 'success':
      return deliveryText(input, facts);
    case 'policy-bounce':
    case 'rejected':
    case 'returned':
    case 'released':
    case 'expired':
    case 'appeal-answered':
    case 'copy-sent':
      return decidedText(input, facts);
  }
}

const yourMessage = ({ subject, toWhom }: NoticeFacts): string => `Su mensaje “${subject}” para ${toWhom}`;

function waitingText(input: WaitingInput, facts: NoticeFacts): NoticeText {
  const { subject, contact, date, until } = facts;
  switch (input.kind) {
    case 'warn':
      return {
        mark: '▲',
        label: 'Aún no enviado',
        subject: `Aún no enviado: revise “${subject}”`,
        what: `${yourMessage(facts)} aún no se ha enviado.`,
        todo: [
          `Revíselo y decida si desea enviarlo antes del ${date(input.deadline)} (${until(input.deadline)}).`,
          input.onExpiry === 'bounce'
            ? 'Si no responde antes de esa fecha, se le devolverá y no se enviará.'
            : 'Si no responde antes de esa fecha, se enviará sin cambios.',
        ],
        action: { label: 'Revisar el mensaje', href: input.link },
      };
    case 'quarantine-held':
      return {
        mark: '■',
        label: 'Retenido para revisión',
        subject: `Retenido para revisión: ${subject}`,
        what: `${yourMessage(facts)} está retenido hasta que una persona lo revise.`,
        todo: [
          'No tiene que hacer nada. Recibirá un correo cuando se entregue o se le devuelva.',
          `Si nadie toma una decisión antes del ${date(input.deadline)} (${until(input.deadline)}), se le devolverá.`,
          ...(input.link !== undefined
            ? ['Si cree que debe enviarse, o si ya no quiere enviarlo, use el enlace de abajo.']
            : []),
          `Si es urgente, comuníquese con ${contact}.`,
        ],
        ...(input.link !== undefined && { action: { label: 'Abrir el mensaje', href: input.link } }),
      };
    case 'security-copy':
      return {
        mark: '■',
        label: 'Retenido para revisión',
        subject: `Retenido para revisión: mensaje ${input.messageId}`,
        what: 'Hay un mensaje retenido para revisión.',
        todo: [`Libérelo o devuélvalo antes del ${date(input.deadline)}. Después se devolverá al remitente.`],
        action: { label: 'Abrirlo en la consola', href: input.link },
        command: `hallpass quarantine show ${input.messageId}`,
      };
  }
}

function decidedText(input: DecidedInput, facts: NoticeFacts): NoticeText {
  const { subject, contact } = facts;
  switch (input.kind) {
    case 'released':
      return { ...releasedText(facts, input.withheld ?? [], 'es'), ...quote(facts, input.reviewerWords) };
    case 'returned':
      return {
        ...returned(subject),
        label: 'Devuelto para corregir',
        subject: `Corrija y envíe de nuevo: ${subject}`,
        what: `${yourMessage(facts)} se le devolvió para que lo corrija y no se ha entregado.`,
        todo: [
          'Haga los cambios que se piden en el comentario y envíe el mensaje de nuevo.',
          `¿Tiene preguntas? Comuníquese con ${contact}.`,
        ],
        ...quote(facts, input.reviewerWords),
      };
    case 'appeal-answered':
      return {
        mark: '●',
        label: 'Respuesta del equipo de revisión',
        subject: `Respuesta del equipo de revisión: ${subject}`,
        what: `El equipo de revisión respondió a su solicitud sobre el mensaje “${subject}” para ${facts.toWhom}.`,
        todo: ['Recibirá otro correo cuando el mensaje se entregue o se le devuelva.'],
        ...quote(facts, input.reviewerWords),
      };
    case 'copy-sent':
      return {
        mark: '●',
        label: 'Enviado sin las partes señaladas',
        subject: `Enviado sin las partes señaladas: ${subject}`,
        what: `${yourMessage(facts)} no se envió como usted lo escribió. El equipo de revisión envió una copia sin las partes señaladas.`,
        todo: [
          'No tiene que hacer nada. La copia se revisa de nuevo como cualquier otro mensaje; si también se retiene, recibirá un correo.',
          `El original sigue en su carpeta de enviados. ¿Tiene preguntas? Comuníquese con ${contact}.`,
        ],
        ...quote(facts, input.reviewerWords),
      };
    case 'rejected':
      return {
        ...returned(subject),
        what: `${yourMessage(facts)} se le devolvió después de la revisión y no se ha entregado.`,
        todo: [
          `Si aún es necesario, siga las indicaciones del comentario y envíe el mensaje de nuevo, o comuníquese con ${contact}.`,
        ],
        ...quote(facts, input.reviewerWords),
      };
    case 'expired':
      return expiredText(input, facts);
    case 'policy-bounce':
      return {
        ...returned(subject),
        what: `${yourMessage(facts)} no se ha entregado.`,
        todo: [
          `Cambie lo que se indica abajo y envíelo de nuevo. Si cree que se trata de un error, comuníquese con ${contact}.`,
          'El mensaje está en su carpeta de enviados.',
        ],
      };
  }
}

function expiredText(input: Extract<NoticeInput, { readonly kind: 'expired' }>, facts: NoticeFacts): NoticeText {
  const deadline = facts.date(input.deadline);
  const noDecision =
    input.heldAs === 'warn'
      ? `usted no respondió antes del ${deadline}`
      : `nadie tomó una decisión antes del ${deadline}`;
  if (input.outcome === 'delivered') {
    return {
      mark: '●',
      label: 'Enviado al vencer el plazo',
      subject: `Enviado al vencer el plazo: ${facts.subject}`,
      what: `${yourMessage(facts)} se está enviando sin cambios porque ${noDecision}.`,
      todo: [nothingToDo],
    };
  }
  return {
    ...returned(facts.subject),
    what: `${yourMessage(facts)} no se ha entregado porque ${noDecision}.`,
    todo: [
      `Si aún es necesario, ${facts.titles.length > 0 ? 'cambie lo que se indica abajo y envíelo de nuevo, o ' : ''}comuníquese con ${facts.contact}.`,
    ],
  };
}

function deliveryText(input: DeliveryInput, facts: NoticeFacts): NoticeText {
  const { subject, contact, date, until } = facts;
  switch (input.kind) {
    case 'delay':
      return {
        mark: '▲',
        label: 'Seguimos intentando entregarlo',
        subject: `Seguimos intentando entregar: ${subject}`,
        what: `${yourMessage(facts)} aún no se ha entregado. Seguimos intentándolo.`,
        why: 'Motivo: el sistema de correo del destinatario no lo acepta por el momento.',
        todo: [
          `No tiene que hacer nada. No lo envíe de nuevo: seguiremos intentándolo hasta el ${date(input.willRetryUntil)} (${until(input.willRetryUntil)}).`,
          'Si no se puede entregar antes de esa fecha, recibirá otro correo.',
        ],
      };
    case 'failure': {
      const cause = causeOf(facts.outcomes);
      return {
        mark: '■',
        label: 'No entregado',
        subject: `No entregado: ${subject}`,
        what: `${yourMessage(facts)} no se pudo entregar.`,
        why: `Motivo: ${reasons[cause]}.`,
        todo: [adviceOn(cause, contact), 'Esto no afecta a los destinatarios que no se mencionan aquí.'],
      };
    }
    case 'success': {
      const relayed = input.action === 'relayed';
      return {
        mark: '●',
        label: relayed ? 'Transmitido' : 'Entregado',
        subject: `${relayed ? 'Transmitido' : 'Entregado'}: ${subject}`,
        what: `${yourMessage(facts)} ${relayed ? 'se ha transmitido a un sistema de correo que quizá no envíe más informes sobre él' : 'se ha entregado'}.`,
        why: 'Recibe este correo porque se solicitó un informe de entrega.',
        todo: [nothingToDo],
      };
    }
  }
}

function quote({ lines }: NoticeFacts, words: string | undefined): Pick<NoticeText, 'quote'> {
  const quoted = lines(words ?? '');
  return quoted.length > 0 ? { quote: { heading: 'Comentario del equipo de revisión', lines: quoted } } : {};
}

const reasons: Readonly<Record<Cause, string>> = {
  address: 'el sistema de correo del destinatario no conoce esta dirección',
  mailbox: 'el buzón del destinatario no puede aceptar el mensaje; es posible que esté lleno',
  system: 'el sistema de correo del destinatario no puede aceptar el mensaje; es posible que sea demasiado grande',
  time: 'el sistema de correo del destinatario no aceptó el mensaje a pesar de los repetidos intentos',
  policy: 'las reglas del sistema de correo del destinatario no lo permiten',
  other: 'el sistema de correo del destinatario lo rechazó',
};

function adviceOn(cause: Cause, contact: string): string {
  if (cause === 'address') return 'Compruebe que la dirección esté bien escrita y envíe el mensaje de nuevo.';
  if (cause === 'mailbox' || cause === 'time')
    return 'Envíelo de nuevo más tarde o comuníquese con el destinatario de otra forma.';
  return `Consulte abajo la respuesta del sistema de correo del destinatario. Si no le ayuda, comuníquese con ${contact}.`;
}
