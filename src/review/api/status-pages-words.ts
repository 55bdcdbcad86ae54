/** The texts of the page that says what became of a message, in each language. */
import type { PageLanguage } from './page.ts';

/** What happened to a message that is no longer held, or never was. */
export const happenings = [
  'sending',
  'delivered',
  'failed',
  'returned',
  'returned-for-correction',
  'returned-by-policy',
  'expired',
  'cancelled',
  'copied',
] as const;
export type Happened = (typeof happenings)[number];

/** Of one recipient. */
export type RecipientResult = 'delivered' | 'pending' | 'failed' | 'withheld';

interface Statement {
  readonly mark: '●' | '■' | '▲';
  readonly label: string;
  /** `%s` stands for the date. */
  readonly text: string;
  readonly todo: string;
}

export interface StatusWords {
  readonly happened: Readonly<Record<Happened, Statement>>;
  readonly recipients: string;
  readonly results: Readonly<Record<RecipientResult, string>>;
  readonly reviewer: string;
  readonly partly: (without: number, all: number) => string;
  readonly partlyTodo: string;
  /** What to do where nothing is listed that could be changed. */
  readonly askTodo: string;
}

const en: StatusWords = {
  happened: {
    sending: {
      mark: '▲',
      label: 'On its way',
      text: 'This message is being sent to its recipients.',
      todo: 'You do not need to do anything. If it cannot be delivered, you will get an email.',
    },
    delivered: {
      mark: '●',
      label: 'Delivered',
      text: 'This message was delivered on %s.',
      todo: 'You do not need to do anything.',
    },
    failed: {
      mark: '■',
      label: 'Not delivered',
      text: 'This message could not be delivered. The last attempt was on %s.',
      todo: 'Check the addresses and send it again.',
    },
    returned: {
      mark: '■',
      label: 'Returned',
      text: 'A reviewer returned this message to you on %s. No one received it.',
      todo: 'If it still needs to be sent, follow the reviewer’s advice and send it again.',
    },
    'returned-for-correction': {
      mark: '■',
      label: 'Returned for correction',
      text: 'A reviewer returned this message to you for correction on %s. No one received it.',
      todo: 'Please make the changes the reviewer asked for, then send it again.',
    },
    'returned-by-policy': {
      mark: '■',
      label: 'Returned',
      text: 'The policy does not allow this message. It was returned to you on %s, and no one received it.',
      todo: 'Please change what is listed below and send it again.',
    },
    expired: {
      mark: '■',
      label: 'Returned',
      text: 'No one decided on this message in time, so it was returned to you on %s. No one received it.',
      todo: 'If it still needs to be sent, change what is listed below and send it again.',
    },
    cancelled: {
      mark: '●',
      label: 'Not sent',
      text: 'On %s, you chose not to send this message. No one received it.',
      todo: 'You can still find it in your Sent folder if you want to edit it and send it again.',
    },
    copied: {
      mark: '●',
      label: 'Sent without the flagged parts',
      text: 'On %s, a reviewer sent a copy of this message without the flagged parts. No one received the original.',
      todo: 'You do not need to do anything. The copy is checked again; if it is held too, you will get an email.',
    },
  },
  recipients: 'Recipients',
  results: { delivered: 'Delivered', pending: 'Being sent', failed: 'Not delivered', withheld: 'Not sent' },
  reviewer: 'The reviewer wrote',
  partly: (without, all) => `It was not sent to ${without} of its ${all} recipients.`,
  partlyTodo:
    'If the others need it too, remove what is listed below and send them a new message, or ask the contact below for advice.',
  askTodo: 'If it still needs to be sent, ask the contact below for advice.',
};

const es: StatusWords = {
  happened: {
    sending: {
      mark: '▲',
      label: 'En camino',
      text: 'Este mensaje se está enviando a sus destinatarios.',
      todo: 'No tiene que hacer nada. Si no se puede entregar, recibirá un correo.',
    },
    delivered: {
      mark: '●',
      label: 'Entregado',
      text: 'Este mensaje se entregó el %s.',
      todo: 'No tiene que hacer nada.',
    },
    failed: {
      mark: '■',
      label: 'No entregado',
      text: 'Este mensaje no se pudo entregar. El último intento fue el %s.',
      todo: 'Revise las direcciones y envíelo de nuevo.',
    },
    returned: {
      mark: '■',
      label: 'Devuelto',
      text: 'El equipo de revisión le devolvió este mensaje el %s. Nadie lo recibió.',
      todo: 'Si aún es necesario, siga las indicaciones y envíelo de nuevo.',
    },
    'returned-for-correction': {
      mark: '■',
      label: 'Devuelto para corregir',
      text: 'El %s, el equipo de revisión le devolvió este mensaje para que lo corrija. Nadie lo recibió.',
      todo: 'Haga los cambios que se le piden y envíelo de nuevo.',
    },
    'returned-by-policy': {
      mark: '■',
      label: 'Devuelto',
      text: 'La política no permite este mensaje. Se le devolvió el %s y nadie lo recibió.',
      todo: 'Cambie lo que se indica abajo y envíelo de nuevo.',
    },
    expired: {
      mark: '■',
      label: 'Devuelto',
      text: 'Nadie tomó una decisión sobre este mensaje a tiempo, así que se le devolvió el %s. Nadie lo recibió.',
      todo: 'Si aún es necesario, cambie lo que se indica abajo y envíelo de nuevo.',
    },
    cancelled: {
      mark: '●',
      label: 'No enviado',
      text: 'El %s, usted decidió no enviar este mensaje. Nadie lo recibió.',
      todo: 'Sigue en su carpeta de enviados, por si quiere cambiarlo y enviarlo de nuevo.',
    },
    copied: {
      mark: '●',
      label: 'Enviado sin las partes señaladas',
      text: 'El %s, el equipo de revisión envió una copia de este mensaje sin las partes señaladas. Nadie recibió el original.',
      todo: 'No tiene que hacer nada. La copia se revisa de nuevo; si también se retiene, recibirá un correo.',
    },
  },
  recipients: 'Destinatarios',
  results: { delivered: 'Entregado', pending: 'En camino', failed: 'No entregado', withheld: 'No enviado' },
  reviewer: 'Comentario del equipo de revisión',
  partly: (without, all) => `No se envió a ${without} de sus ${all} destinatarios.`,
  partlyTodo:
    'Si los demás también lo necesitan, quite lo que se indica abajo y envíeles un mensaje nuevo, o pida ayuda al contacto que aparece abajo.',
  askTodo: 'Si aún es necesario, pida ayuda al contacto que aparece abajo.',
};

export const statusWords: Readonly<Record<PageLanguage, StatusWords>> = { en, es };
