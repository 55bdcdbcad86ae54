/** The page of a held message for its sender: why it is held, a form to ask for its release, and one to cancel it. */
import { dateInWords } from '../../message/date-in-words.ts';
import { escape, type PageLanguage } from './page.ts';
import {
  about,
  copyOffer,
  formFrame,
  frame,
  languageChoice,
  quoted,
  statement,
  type PageSettings,
  type SenderMessage,
} from './sender-pages-html.ts';
import { senderWords } from './sender-pages-words.ts';
import { statusPage, type StatusView } from './status-pages-html.ts';

export type AppealView =
  | { readonly state: 'held'; readonly message: SenderMessage; readonly expiresAt: Date }
  | {
      readonly state: 'appealed';
      readonly message: SenderMessage;
      /** When the message is returned if no reviewer decides. */
      readonly expiresAt: Date;
      readonly words: string;
      readonly answer: string | null;
    }
  | { readonly state: 'over'; readonly status: StatusView };

const words = {
  en: {
    label: 'Held for review',
    until: 'This message is waiting for a reviewer. If no reviewer decides by %s, it will be returned to you.',
    heading: 'Ask to have it sent',
    box: 'Why should this message be sent?',
    hint: 'For example: who needs it, what for, and who approved it. A reviewer will read this and reply by email.',
    ask: 'Send to the reviewers',
    missing: 'Please say why the message should be sent.',
    asked: {
      label: 'Request sent',
      title: 'Your request was sent to the reviewers',
      text: 'You will get their reply by email. You do not need to do anything else.',
    },
    yours: 'You wrote',
    answer: 'Reply',
    noAnswer: 'There is no reply yet. You will get it by email.',
    cancelHeading: 'Or don’t send it',
    cancel: 'Don’t send it',
    cancelHint: 'If you don’t send it, no one will receive this message, and no reviewer needs to decide on it.',
  },
  es: {
    label: 'Retenido para revisión',
    until: 'Este mensaje espera a que una persona lo revise. Si nadie toma una decisión antes del %s, se le devolverá.',
    heading: 'Pedir que se envíe',
    box: '¿Por qué debe enviarse este mensaje?',
    hint: 'Por ejemplo, quién lo necesita, para qué y quién lo aprobó. Una persona lo leerá y le responderá por correo.',
    ask: 'Enviar la solicitud',
    missing: 'Explique por qué debe enviarse el mensaje.',
    asked: {
      label: 'Solicitud enviada',
      title: 'Recibimos su solicitud',
      text: 'Recibirá la respuesta por correo. No tiene que hacer nada más.',
    },
    yours: 'Usted escribió',
    answer: 'Respuesta',
    noAnswer: 'Todavía no hay respuesta. La recibirá por correo.',
    cancelHeading: 'O no enviarlo',
    cancel: 'No enviarlo',
    cancelHint: 'Si no lo envía, nadie recibirá este mensaje y nadie tendrá que tomar una decisión sobre él.',
  },
} as const;
type Words = (typeof words)[PageLanguage];

/** @param missing whether the form was sent without a text */
export function appealPage(view: AppealView, language: PageLanguage, settings: PageSettings, missing = false): string {
  const say = words[language];
  const sender = senderWords[language];
  if (view.state === 'over') return statusPage(view.status, language, settings);
  const { message, expiresAt } = view;
  const title = quoted(message.subject, sender);
  const until = `<p>${escape(say.until.replace('%s', dateInWords(expiresAt, language, settings.timeZone)))}</p>`;
  const foot = [cancelForm(say, language), languageChoice(language, message.statusToken, settings)];
  if (view.state === 'appealed') {
    return frame(language, settings, say.asked.title, [
      `<p class="label">● ${escape(say.asked.label)}</p>`,
      `<h1>${escape(title)}</h1>`,
      until,
      `<h2>${escape(say.yours)}</h2>`,
      `<blockquote>${lines(view.words)}</blockquote>`,
      ...(view.answer === null
        ? [`<p>${escape(say.noAnswer)}</p>`]
        : [`<h2>${escape(say.answer)}</h2>`, `<blockquote>${lines(view.answer)}</blockquote>`]),
      ...about(message, language, settings),
      ...foot,
    ]);
  }
  return frame(language, settings, missing ? `${sender.error}: ${title}` : `${say.label}: ${title}`, [
    `<p class="label">■ ${escape(say.label)}</p>`,
    `<h1>${escape(title)}</h1>`,
    until,
    ...about(message, language, settings),
    ...copyOffer(message, language),
    appealForm(say, language, missing),
    ...foot,
  ]);
}

function appealForm(say: Words, language: PageLanguage, missing: boolean): string {
  return formFrame(language, {
    heading: say.heading,
    problem: missing ? say.missing : undefined,
    fields: [
      `<label for="words">${escape(say.box)}</label>
<span class="hint" id="words-hint">${escape(say.hint)}</span>
<textarea id="words" name="words" maxlength="4000" required aria-describedby="words-hint${missing ? ' problem' : ''}"${missing ? ' aria-invalid="true" autofocus' : ''}></textarea>`,
      `<div class="buttons">
<button class="button main" type="submit">${escape(say.ask)}</button>
</div>`,
    ],
  });
}

function cancelForm(say: Words, language: PageLanguage): string {
  return `<form method="post" action="?lang=${language}" aria-labelledby="cancel">
<h2 id="cancel">${escape(say.cancelHeading)}</h2>
<p class="hint" id="cancel-hint">${escape(say.cancelHint)}</p>
<div class="buttons">
<button class="button" type="submit" name="choice" value="cancel" aria-describedby="cancel-hint">${escape(say.cancel)}</button>
</div>
</form>`;
}

export function appealOutcome(language: PageLanguage, settings: PageSettings): string {
  return statement(language, settings, { mark: '●', ...words[language].asked });
}

function lines(text: string): string {
  return escape(text).replace(/\r?\n/g, '<br>');
}
