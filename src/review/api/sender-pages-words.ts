/** The texts of the senders' pages in each language. */
import type { SendReason } from './sender-pages-form.ts';
import type { PageLanguage } from './page.ts';

export interface SenderWords {
  readonly open: { readonly label: string; readonly bounce: string; readonly deliver: string };
  readonly why: string;
  readonly found: string;
  readonly where: string;
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
  /** The button by which the sender gets notices in this language. */
  readonly chooseLanguage: string;
  readonly languageChosen: Outcome;
  /** The other language, named in that language. */
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
    bounce: 'This message has not been sent yet. If you do not respond by %s, it will be returned to you and not sent.',
    deliver: 'This message has not been sent yet. If you do not respond by %s, it will be sent unchanged.',
  },
  why: 'Why',
  found: 'What we found',
  where: 'Where it is',
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
    entitled: 'The recipients are entitled to this information',
    'false-alarm': 'There is nothing wrong with it (false alarm)',
    approved: 'Someone approved it (please say who)',
    other: 'Other',
  },
  words: 'Details',
  wordsHint: 'Required for “Someone approved it” and “Other”. It is stored with your decision.',
  send: 'Send it',
  cancel: 'Don’t send it',
  cancelHint:
    'If you don’t send it, no one will receive this message. You can edit it in your mail program and send it again.',
  error: 'Please check the form',
  needReason: 'To send the message, please choose a reason.',
  needWords: 'For this reason, please add some details.',
  needChoice: 'Please choose whether to send the message.',
  sent: {
    label: 'Sent',
    title: 'Your message is on its way',
    text: 'It is being sent to its recipients now. You do not need to do anything else. If it cannot be delivered, you will get an email.',
  },
  cancelled: {
    label: 'Not sent',
    title: 'Your message was not sent',
    text: 'No one will receive it. You can still find it in your Sent folder if you want to edit it and send it again.',
  },
  decided: {
    label: 'Already decided',
    title: 'A decision about this message has already been made',
    text: 'You can no longer change it on this page.',
    by: {
      sender: { send: 'On %s, you chose to send it.', cancel: 'On %s, you chose not to send it.' },
      reviewer: { send: 'On %s, a reviewer released it.', cancel: 'On %s, a reviewer returned it.' },
      expiry: {
        send: 'There was no response in time, so it was sent unchanged on %s.',
        cancel: 'There was no response in time, so it was returned on %s.',
      },
    },
  },
  expired: {
    label: 'Expired',
    title: 'This link has expired',
    text: 'The time to decide on this message has passed. You have received, or will soon receive, an email that says what happened to it. If it was returned and is still needed, send it again.',
  },
  invalid: {
    label: 'Not found',
    title: 'This link does not work',
    text: 'It may be incomplete. Please open it from the email again.',
  },
  tooMany: {
    label: 'One moment',
    title: 'Too many requests',
    text: 'Nothing was changed. Please wait a minute and open the link again.',
  },
  failed: {
    label: 'Error',
    title: 'Something went wrong',
    text: 'Nothing was lost, and your message is still held. Please open the link in the email again in a few minutes.',
  },
  footer: (contact) => `Questions? Contact ${contact}.`,
  chooseLanguage: 'Send me emails from Hallpass in English',
  languageChosen: {
    label: 'Language',
    title: 'Emails from Hallpass will be in English',
    text: 'This applies to all messages that you send from now on.',
  },
  switchTo: { language: 'es', label: 'Español' },
};

const es: SenderWords = {
  open: {
    label: 'Aún no enviado',
    bounce: 'Este mensaje aún no se ha enviado. Si no responde antes del %s, se le devolverá y no se enviará.',
    deliver: 'Este mensaje aún no se ha enviado. Si no responde antes del %s, se enviará sin cambios.',
  },
  why: 'Motivo',
  found: 'Qué encontramos',
  where: 'Dónde está',
  policy: 'Qué dice la política',
  message: 'El mensaje',
  subject: 'Asunto',
  noSubject: '(sin asunto)',
  to: 'Para',
  received: 'Recibido',
  more: (count) => `y ${count} más`,
  decision: '¿Enviarlo?',
  reason: 'Motivo para enviarlo',
  chooseReason: 'Elija un motivo',
  reasons: {
    entitled: 'Los destinatarios tienen derecho a esta información',
    'false-alarm': 'No tiene nada de malo (falsa alarma)',
    approved: 'Alguien lo aprobó (indique quién)',
    other: 'Otro',
  },
  words: 'Detalles',
  wordsHint: 'Obligatorio con “Alguien lo aprobó” y “Otro”. Se guarda con su decisión.',
  send: 'Enviarlo',
  cancel: 'No enviarlo',
  cancelHint:
    'Si no lo envía, nadie recibirá este mensaje. Puede cambiarlo en su programa de correo y enviarlo de nuevo.',
  error: 'Revise el formulario',
  needReason: 'Para enviar el mensaje, elija un motivo.',
  needWords: 'Para este motivo, agregue algunos detalles.',
  needChoice: 'Elija si desea enviar el mensaje.',
  sent: {
    label: 'Enviado',
    title: 'Su mensaje está en camino',
    text: 'Se está enviando a sus destinatarios. No tiene que hacer nada más. Si no se puede entregar, recibirá un correo.',
  },
  cancelled: {
    label: 'No enviado',
    title: 'Su mensaje no se envió',
    text: 'Nadie lo recibirá. Sigue en su carpeta de enviados, por si quiere cambiarlo y enviarlo de nuevo.',
  },
  decided: {
    label: 'Ya decidido',
    title: 'Ya se tomó una decisión sobre este mensaje',
    text: 'Ya no se puede cambiar en esta página.',
    by: {
      sender: { send: 'El %s, usted decidió enviarlo.', cancel: 'El %s, usted decidió no enviarlo.' },
      reviewer: {
        send: 'El %s, el equipo de revisión lo liberó.',
        cancel: 'El %s, el equipo de revisión se lo devolvió.',
      },
      expiry: {
        send: 'No hubo respuesta a tiempo, así que se envió sin cambios el %s.',
        cancel: 'No hubo respuesta a tiempo, así que se devolvió el %s.',
      },
    },
  },
  expired: {
    label: 'Vencido',
    title: 'Este enlace ha vencido',
    text: 'El plazo para decidir sobre este mensaje ha terminado. Ya recibió, o recibirá pronto, un correo que explica qué pasó con él. Si se le devolvió y aún es necesario, envíelo de nuevo.',
  },
  invalid: {
    label: 'No encontrado',
    title: 'Este enlace no funciona',
    text: 'Es posible que esté incompleto. Ábralo de nuevo desde el correo.',
  },
  tooMany: {
    label: 'Un momento',
    title: 'Demasiadas solicitudes',
    text: 'No se cambió nada. Espere un minuto y abra el enlace de nuevo.',
  },
  failed: {
    label: 'Error',
    title: 'Algo salió mal',
    text: 'No se perdió nada y su mensaje sigue retenido. Abra de nuevo el enlace del correo en unos minutos.',
  },
  footer: (contact) => `¿Tiene preguntas? Comuníquese con ${contact}.`,
  chooseLanguage: 'Quiero recibir los correos de Hallpass en español',
  languageChosen: {
    label: 'Idioma',
    title: 'Recibirá los correos de Hallpass en español',
    text: 'Esto se aplica a todos los mensajes que envíe desde ahora.',
  },
  switchTo: { language: 'en', label: 'English' },
};

export const senderWords: Readonly<Record<PageLanguage, SenderWords>> = { en, es };
