/** The notices in Spanish. */
import { causeOf, type Cause } from './causes.ts';
import type { NoticeInput } from './notice.ts';
import type { Facts, Told, Tongue } from './tongue.ts';

export const spanish: Tongue = {
  language: 'es',
  noSubject: '(sin asunto)',
  headings: {
    found: 'Qué se encontró',
    policy: 'Qué dice la política',
    replies: 'Qué respondió el sistema receptor',
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
  tell,
  toWhom: (first, more) => (more === 0 ? first : `${first} y ${more === 1 ? '1 más' : `${more} más`}`),
  why: (titles, clause, quoted) => {
    const reason = titles.join('; ') || 'la revisión no se pudo completar, así que decide una persona';
    const says = clause ? ` ${clause.policy}, ${clause.number}, dice: “${quoted ?? clause.text}”` : '';
    return `Motivo: ${reason}.${says}`;
  },
  more: (count) => `y ${count} más`,
  footer: ({ district, contact }) =>
    `Hallpass revisa el correo saliente (${district}). Si tiene preguntas, indique el número del mensaje a: ${contact}.`,
};

function tell(input: NoticeInput, facts: Facts): Told {
  const { subject, toWhom, contact } = facts;
  const yours = `Su mensaje “${subject}” para ${toWhom}`;
  const returned = { mark: '■', label: 'Devuelto', subject: `Devuelto: ${subject}` } as const;
  switch (input.kind) {
    case 'warn':
      return {
        mark: '▲',
        label: 'Aún no enviado',
        subject: `Aún no enviado: revise “${subject}”`,
        what: `${yours} aún no se ha enviado.`,
        todo: [
          `Revíselo y elija si desea enviarlo, antes del ${facts.date(input.deadline)} (${facts.until(input.deadline)}).`,
          input.onExpiry === 'bounce'
            ? 'Si no responde antes de esa fecha, se le devuelve y no se envía.'
            : 'Si no responde antes de esa fecha, se envía tal como está.',
        ],
        action: { label: 'Revisar el mensaje', href: input.link },
      };
    case 'quarantine-held':
      return {
        mark: '■',
        label: 'Retenido para revisión',
        subject: `Retenido para revisión: ${subject}`,
        what: `${yours} está retenido hasta que una persona lo revise.`,
        todo: [
          'No tiene que hacer nada: recibirá un correo cuando se entregue o se devuelva.',
          `Si nadie ha decidido antes del ${facts.date(input.deadline)} (${facts.until(input.deadline)}), se le devuelve.`,
          ...(input.link === undefined
            ? [`Si no puede esperar, consulte a: ${contact}.`]
            : [
                `Si cree que debe enviarse, explique por qué en la página de abajo; si no puede esperar, consulte a: ${contact}.`,
              ]),
        ],
        ...(input.link !== undefined && { action: { label: 'Explicar por qué debe enviarse', href: input.link } }),
      };
    case 'security-copy':
      return {
        mark: '■',
        label: 'Retenido para revisión',
        subject: `Retenido para revisión: mensaje ${input.messageId}`,
        what: 'Un mensaje está retenido para revisión.',
        todo: [`Libérelo o devuélvalo antes del ${facts.date(input.deadline)}; después se devuelve a quien lo envió.`],
        action: { label: 'Abrirlo en la consola', href: input.link },
        command: `hallpass quarantine show ${input.messageId}`,
      };
    case 'released':
      return {
        mark: '●',
        label: 'Entregado tras la revisión',
        subject: `Entregado tras la revisión: ${subject}`,
        what: `${yours} fue liberado tras la revisión y se ha entregado.`,
        ...(facts.titles.length > 0 && { why: `Estuvo retenido por este motivo: ${facts.titles.join('; ')}.` }),
        todo: input.withheld?.length ? [`No se envió a: ${facts.list(input.withheld)}.`] : ['No tiene que hacer nada.'],
        ...quote(facts, input.reviewerWords),
      };
    case 'returned':
      return {
        ...returned,
        label: 'Devuelto para corregir',
        subject: `Corrija y envíe de nuevo: ${subject}`,
        what: `${yours} se le devolvió para que lo corrija y no se ha entregado.`,
        todo: ['Cambie lo que se indica en la revisión y envíelo de nuevo.', `¿Preguntas? Consulte a: ${contact}.`],
        ...quote(facts, input.reviewerWords),
      };
    case 'appeal-answered':
      return {
        mark: '●',
        label: 'Respondido',
        subject: `Respuesta sobre: ${subject}`,
        what: `Quien revisa respondió a lo que usted escribió sobre su mensaje “${subject}” para ${toWhom}.`,
        todo: ['Recibirá otro correo cuando el mensaje se entregue o se devuelva.'],
        ...quote(facts, input.reviewerWords),
      };
    case 'rejected':
      return {
        ...returned,
        what: `${yours} fue devuelto tras la revisión y no se ha entregado.`,
        todo: [`Cambie lo que se indica en la revisión y envíelo de nuevo, o consulte a: ${contact}.`],
        ...quote(facts, input.reviewerWords),
      };
    case 'expired': {
      const waited =
        input.heldAs === 'warn'
          ? `esperó su respuesta hasta el ${facts.date(input.deadline)} y no la hubo`
          : `nadie había decidido sobre él el ${facts.date(input.deadline)}`;
      if (input.outcome === 'delivered') {
        return {
          mark: '●',
          label: 'Enviado sin respuesta',
          subject: `Enviado sin respuesta: ${subject}`,
          what: `${yours} se envía tal como está: ${waited}.`,
          todo: ['No tiene que hacer nada.'],
        };
      }
      return {
        ...returned,
        what: `${yours} no se ha entregado: ${waited}.`,
        todo: [`Si aún hace falta, cambie lo que se indica abajo y envíelo de nuevo, o consulte a: ${contact}.`],
      };
    }
    case 'policy-bounce':
      return {
        ...returned,
        what: `${yours} no se ha entregado.`,
        todo: [
          `Cambie lo que se indica abajo y envíelo de nuevo. Si cree que es un error, consulte a: ${contact}.`,
          'El mensaje está en su carpeta de enviados.',
        ],
      };
    case 'delay':
      return {
        mark: '▲',
        label: 'Seguimos intentando entregarlo',
        subject: `Seguimos intentando entregar: ${subject}`,
        what: `${yours} aún no se ha entregado y seguimos intentándolo.`,
        why: 'Motivo: el sistema receptor no lo acepta por el momento.',
        todo: [
          `No tiene que hacer nada ni enviarlo de nuevo: lo intentamos hasta el ${facts.date(input.willRetryUntil)} (${facts.until(input.willRetryUntil)}).`,
          'Si no se puede entregar antes, recibirá otro correo.',
        ],
      };
    case 'failure': {
      const cause = causeOf(facts.outcomes);
      return {
        ...returned,
        what: `${yours} no se pudo entregar.`,
        why: `Motivo: ${reasons[cause]}.`,
        todo: [adviceOn(cause, contact), 'Los destinatarios que no se nombran aquí no están afectados.'],
      };
    }
    case 'success': {
      const relayed = input.action === 'relayed';
      return {
        mark: '●',
        label: relayed ? 'Transmitido' : 'Entregado',
        subject: `${relayed ? 'Transmitido' : 'Entregado'}: ${subject}`,
        what: `${yours} ${relayed ? 'se ha transmitido a un sistema que quizá no informe más sobre él' : 'se ha entregado'}.`,
        why: 'Recibe este correo porque se pidió un informe de entrega.',
        todo: ['No tiene que hacer nada.'],
      };
    }
  }
}

function quote({ lines }: Facts, words: string | undefined): Pick<Told, 'quote'> {
  const said = lines(words ?? '');
  return said.length > 0 ? { quote: { heading: 'Comentario de la revisión', lines: said } } : {};
}

const reasons: Readonly<Record<Cause, string>> = {
  address: 'el sistema receptor no conoce la dirección',
  mailbox: 'el buzón no acepta el mensaje, por ejemplo porque está lleno',
  system: 'el sistema receptor no acepta el mensaje, por ejemplo porque es demasiado grande',
  time: 'el sistema receptor no lo aceptó en todo el tiempo en que lo intentamos',
  policy: 'las reglas del sistema receptor lo rechazan',
  other: 'el sistema receptor lo rechazó',
};

function adviceOn(cause: Cause, contact: string): string {
  if (cause === 'address') return 'Compruebe que la dirección esté bien escrita y envíe el mensaje de nuevo.';
  if (cause === 'mailbox' || cause === 'time') return 'Envíelo de nuevo más tarde o busque otra forma de contacto.';
  return `La respuesta del sistema receptor está abajo; si no le ayuda, consulte a: ${contact}.`;
}
