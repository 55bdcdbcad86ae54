/** The texts of the page that offers a copy of a message without what is wrong with it, in each language. */
import type { PageLanguage } from './page.ts';

export interface CopyWords {
  readonly label: string;
  readonly intro: string;
  readonly changes: string;
  readonly before: string;
  readonly after: string;
  readonly leftOut: string;
  readonly unnamed: string;
  readonly kept: (count: number) => string;
  readonly plain: string;
  readonly masked: string;
  readonly to: string;
  readonly heading: string;
  readonly confirm: string;
  readonly send: string;
  readonly back: string;
  /** On the page of the message. */
  readonly offer: string;
  readonly offerHint: string;
  readonly sent: { readonly label: string; readonly title: string; readonly text: string };
  readonly notPossible: { readonly label: string; readonly title: string; readonly text: string };
  /** Stands in the copy in the place of what was removed: lower case, without digits. */
  readonly mark: string;
  /** Last lines of the copy. */
  readonly note: (passages: boolean, attachments: number) => string;
}

const en: CopyWords = {
  label: 'Send without the flagged parts',
  intro: 'You can send a copy of this message without the flagged parts. Please check what would change.',
  changes: 'What changes in the text',
  before: 'Before',
  after: 'After',
  leftOut: 'Attachments that are left out',
  unnamed: 'an attachment without a name',
  kept: (count) => (count === 1 ? '1 attachment is sent unchanged.' : `${count} attachments are sent unchanged.`),
  plain:
    'The text of the copy is plain text, without colors or fonts. A line at its end says that something was removed.',
  masked:
    'Names and numbers are hidden on this page. In the copy, everything that is not marked as removed can be read.',
  to: 'The copy goes to',
  heading: 'Send the copy?',
  confirm: 'The original will not be sent. The copy is checked again like any other message.',
  send: 'Send the copy',
  back: 'Back to the message',
  offer: 'Send without the flagged parts',
  offerHint: 'See a copy without the flagged parts. Nothing is sent until you confirm.',
  sent: {
    label: 'Copy sent',
    title: 'The copy is on its way',
    text: 'It will be checked again and then sent. The original was not sent. If the copy is held too, you will get an email.',
  },
  notPossible: {
    label: 'Not possible',
    title: 'There is no copy to send',
    text: 'The flagged parts cannot be removed from this message, or the message is no longer held. Please open the link in the email again.',
  },
  mark: '[removed]',
  note: (passages, attachments) =>
    [
      ...(passages ? ['Part of this message was removed before it was sent.'] : []),
      ...(attachments > 0
        ? [attachments === 1 ? '1 attachment was left out.' : `${attachments} attachments were left out.`]
        : []),
    ].join(' '),
};

const es: CopyWords = {
  label: 'Enviar sin las partes señaladas',
  intro: 'Puede enviar una copia de este mensaje sin las partes señaladas. Revise qué cambiaría.',
  changes: 'Qué cambia en el texto',
  before: 'Antes',
  after: 'Después',
  leftOut: 'Archivos adjuntos que no se envían',
  unnamed: 'un archivo adjunto sin nombre',
  kept: (count) =>
    count === 1 ? '1 archivo adjunto se envía sin cambios.' : `${count} archivos adjuntos se envían sin cambios.`,
  plain: 'El texto de la copia no tiene colores ni tipos de letra. Una línea al final indica que se eliminó algo.',
  masked:
    'En esta página no se muestran los nombres ni los números. En la copia se puede leer todo lo que no está marcado.',
  to: 'La copia se envía a',
  heading: '¿Enviar la copia?',
  confirm: 'El original no se enviará. La copia se revisa de nuevo como cualquier otro mensaje.',
  send: 'Enviar la copia',
  back: 'Volver al mensaje',
  offer: 'Enviar sin las partes señaladas',
  offerHint: 'Vea una copia sin las partes señaladas. No se envía nada hasta que usted lo confirme.',
  sent: {
    label: 'Copia enviada',
    title: 'La copia está en camino',
    text: 'Se revisará de nuevo y después se enviará. El original no se envió. Si la copia también se retiene, recibirá un correo.',
  },
  notPossible: {
    label: 'No es posible',
    title: 'No hay una copia que enviar',
    text: 'Las partes señaladas no se pueden eliminar de este mensaje, o el mensaje ya no está retenido. Abra de nuevo el enlace del correo.',
  },
  mark: '[eliminado]',
  note: (passages, attachments) =>
    [
      ...(passages ? ['Una parte de este mensaje se eliminó antes de enviarlo.'] : []),
      ...(attachments > 0
        ? [
            attachments === 1
              ? 'No se incluyó 1 archivo adjunto.'
              : `No se incluyeron ${attachments} archivos adjuntos.`,
          ]
        : []),
    ].join(' '),
};

export const copyWords: Readonly<Record<PageLanguage, CopyWords>> = { en, es };
