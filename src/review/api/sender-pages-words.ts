/** What the senders' pages say, in each language. */
import type { SendReason } from './sender-pages-form.ts';
import type { PageLanguage } from './page.ts';

export interface SenderWords {
  readonly open: { readonly label: string; readonly bounce: string; readonly deliver: string };
  readonly why: string;
  readonly found: string;
  readonly policy: string;
  readonly message: string;
  readonly subject: string;
  readonly noSubject: string;
  readonly to: string;
  readonly received: string;
  readonly more: (count: number) => string;
  readonly decision: string;
  readonly reason: string;
  readonly chooseReason: string;
  readonly reasons: Readonly<Record<SendReason, string>>;
  readonly words: string;
  readonly wordsHint: string;
  readonly send: string;
  readonly cancel: string;
  readonly cancelHint: string;
  readonly error: string;
  readonly needReason: string;
  readonly needWords: string;
  readonly needChoice: string;
  readonly sent: Outcome;
  readonly cancelled: Outcome;
  readonly decided: Outcome & {
    readonly by: Readonly<Record<'sender' | 'reviewer' | 'expiry', Readonly<Record<'send' | 'cancel', string>>>>;
  };
  readonly expired: Outcome;
  readonly invalid: Outcome;
  readonly tooMany: Outcome;
  readonly failed: Outcome;
  readonly footer: (contact: string) => string;
  /** The other language, in its own words. */
  readonly switchTo: { readonly language: PageLanguage; readonly label: string };
}

interface Outcome {
  readonly label: string;
  readonly title: string;
  readonly text: string;
}

const en: SenderWords = {
  open: {
    label: 'Not sent yet',
    bounce: 'This message has not been sent yet. Without an answer by %s it comes back to you and is not sent.',
    deliver: 'This message has not been sent yet. Without an answer by %s it is sent as it is.',
  },
  why: 'Why',
  found: 'What was found',
  policy: 'What the policy says',
  message: 'The message',
  subject: 'Subject',
  noSubject: '(no subject)',
  to: 'To',
  received: 'Received',
  more: (count) => `and ${count} more`,
  decision: 'Send it?',
  reason: 'Reason for sending it',
  chooseReason: 'Choose a reason',
  reasons: {
    entitled: 'The recipients may have this',
    'false-alarm': 'There is nothing wrong with it: it is a false alarm',
    approved: 'It is approved (say by whom)',
    other: 'Other',
  },
  words: 'In your own words',
  wordsHint: 'Needed for “It is approved” and “Other”. It is kept with your decision.',
  send: 'Send it',
  cancel: 'Do not send it',
  cancelHint:
    'If you do not send it, nobody receives this copy. You can change the message in your mail program and send it anew.',
  error: 'Please check',
  needReason: 'To send the message, choose a reason.',
  needWords: 'For this reason, say a little more in your own words.',
  needChoice: 'Choose whether to send the message or not.',
  sent: {
    label: 'Sent',
    title: 'Your message is on its way',
    text: 'It goes to its recipients now. You do not need to do anything else. If it cannot be delivered, you get a mail.',
  },
  cancelled: {
    label: 'Not sent',
    title: 'Your message is not sent',
    text: 'Nobody receives it. It is still in your Sent folder: change it there and send it anew if you like.',
  },
  decided: {
    label: 'Already decided',
    title: 'This message has already been decided on',
    text: 'Nothing more can be changed on this page.',
    by: {
      sender: { send: 'You chose to send it on %s.', cancel: 'You chose not to send it on %s.' },
      reviewer: { send: 'A reviewer released it on %s.', cancel: 'A reviewer returned it on %s.' },
      expiry: {
        send: 'There was no answer in time, so it was sent as it is on %s.',
        cancel: 'There was no answer in time, so it was returned on %s.',
      },
    },
  },
  expired: {
    label: 'Expired',
    title: 'This link has expired',
    text: 'The time to decide on this message is over. A mail tells you what happened to it. If it was returned and is still needed, send it again.',
  },
  invalid: {
    label: 'Not found',
    title: 'This link does not work',
    text: 'Perhaps it was cut when it was copied. Open it from the mail once more.',
  },
  tooMany: {
    label: 'One moment',
    title: 'Too many requests',
    text: 'Nothing was changed. Wait a minute and open the link again.',
  },
  failed: {
    label: 'Not done',
    title: 'That did not work',
    text: 'Nothing was lost: your message is still held. Open the link from the mail again in a few minutes.',
  },
  footer: (contact) => `Questions? Ask ${contact}.`,
  switchTo: { language: 'es', label: 'Español' },
};

const es: SenderWords = {
  open: {
    label: 'Aún no enviado',
    bounce: 'Este mensaje aún no se ha enviado. Si no responde antes del %s, se le devuelve y no se envía.',
    deliver: 'Este mensaje aún no se ha enviado. Si no responde antes del %s, se envía tal como está.',
  },
  why: 'Motivo',
  found: 'Qué se encontró',
  policy: 'Qué dice la política',
  message: 'El mensaje',
  subject: 'Asunto',
  noSubject: '(sin asunto)',
  to: 'Para',
  received: 'Recibido',
  more: (count) => `y ${count} más`,
  decision: '¿Enviarlo?',
  reason: 'Razón para enviarlo',
  chooseReason: 'Elija una razón',
  reasons: {
    entitled: 'Los destinatarios pueden tener esta información',
    'false-alarm': 'No hay nada malo en él: es una falsa alarma',
    approved: 'Está aprobado (indique por quién)',
    other: 'Otra',
  },
  words: 'En sus propias palabras',
  wordsHint: 'Necesario con “Está aprobado” y “Otra”. Se guarda con su decisión.',
  send: 'Enviarlo',
  cancel: 'No enviarlo',
  cancelHint:
    'Si no lo envía, nadie recibe esta copia. Puede cambiar el mensaje en su programa de correo y enviarlo de nuevo.',
  error: 'Revise',
  needReason: 'Para enviar el mensaje, elija una razón.',
  needWords: 'Con esta razón, explique un poco más en sus propias palabras.',
  needChoice: 'Elija si desea enviar el mensaje o no.',
  sent: {
    label: 'Enviado',
    title: 'Su mensaje está en camino',
    text: 'Ahora va a sus destinatarios. No tiene que hacer nada más. Si no se puede entregar, recibirá un correo.',
  },
  cancelled: {
    label: 'No enviado',
    title: 'Su mensaje no se envía',
    text: 'Nadie lo recibe. Sigue en su carpeta de enviados: puede cambiarlo allí y enviarlo de nuevo.',
  },
  decided: {
    label: 'Ya decidido',
    title: 'Ya se ha decidido sobre este mensaje',
    text: 'En esta página ya no se puede cambiar nada.',
    by: {
      sender: { send: 'Usted eligió enviarlo el %s.', cancel: 'Usted eligió no enviarlo el %s.' },
      reviewer: { send: 'Se liberó tras la revisión el %s.', cancel: 'Se devolvió tras la revisión el %s.' },
      expiry: {
        send: 'No hubo respuesta a tiempo, así que se envió tal como está el %s.',
        cancel: 'No hubo respuesta a tiempo, así que se devolvió el %s.',
      },
    },
  },
  expired: {
    label: 'Vencido',
    title: 'Este enlace ha vencido',
    text: 'El plazo para decidir sobre este mensaje ha terminado. Un correo le dice qué pasó con él. Si se devolvió y aún hace falta, envíelo de nuevo.',
  },
  invalid: {
    label: 'No encontrado',
    title: 'Este enlace no funciona',
    text: 'Quizá se cortó al copiarlo. Ábralo otra vez desde el correo.',
  },
  tooMany: {
    label: 'Un momento',
    title: 'Demasiadas solicitudes',
    text: 'No se cambió nada. Espere un minuto y abra el enlace de nuevo.',
  },
  failed: {
    label: 'Sin hacer',
    title: 'No se pudo hacer',
    text: 'No se perdió nada: su mensaje sigue retenido. Abra el enlace del correo de nuevo en unos minutos.',
  },
  footer: (contact) => `Si tiene preguntas, consulte a: ${contact}.`,
  switchTo: { language: 'en', label: 'English' },
};

export const senderWords: Readonly<Record<PageLanguage, SenderWords>> = { en, es };
