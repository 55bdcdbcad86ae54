/** The page of a held message for its sender: why it is held, and a form to ask for its release. */
import { dateInWords } from '../../message/date-in-words.ts';
import { escape, type PageLanguage } from './page.ts';
import {
  about,
  formFrame,
  frame,
  quoted,
  statement,
  type PageSettings,
  type SenderMessage,
} from './sender-pages-html.ts';
import { senderWords } from './sender-pages-words.ts';

export type AppealView =
  | { readonly state: 'held'; readonly message: SenderMessage; readonly expiresAt: Date }
  | {
      readonly state: 'appealed';
      readonly subject: string;
      readonly words: string;
      readonly answer: string | null;
    }
  | { readonly state: 'over'; readonly subject: string };

const words = {
  en: {
    label: 'Held for review',
    until: 'This message is waiting for a reviewer. If no reviewer decides by %s, it will be returned to you.',
    heading: 'Ask for its release',
    box: 'Why should this message be sent?',
    hint: 'For example, who needs it, what for, and who approved it. A reviewer reads this and replies by email.',
    ask: 'Send to the reviewers',
    missing: 'Please say why the message should be sent.',
    asked: {
      label: 'Request sent',
      title: 'The reviewers have your request',
      text: 'You will get their reply by email. You do not need to do anything else.',
    },
    yours: 'You wrote',
    answer: 'Reply',
    noAnswer: 'There is no reply yet. You will get it by email.',
    over: {
      label: 'Decided',
      title: 'This message is no longer held',
      text: 'You will get an email, or already have one, that says what happened to it.',
    },
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
    over: {
      label: 'Decidido',
      title: 'Este mensaje ya no está retenido',
      text: 'Ya recibió, o recibirá pronto, un correo que explica qué pasó con él.',
    },
  },
} as const;

/** @param missing whether the form was sent without a text */
export function appealPage(view: AppealView, language: PageLanguage, settings: PageSettings, missing = false): string {
  const say = words[language];
  const sender = senderWords[language];
  if (view.state === 'over') return statement(language, settings, { mark: '●', ...say.over });
  if (view.state === 'appealed') {
    return frame(language, settings, say.asked.title, [
      `<p class="label">● ${escape(say.asked.label)}</p>`,
      `<h1>${escape(quoted(view.subject, sender))}</h1>`,
      `<h2>${escape(say.yours)}</h2>`,
      `<blockquote>${lines(view.words)}</blockquote>`,
      ...(view.answer === null
        ? [`<p>${escape(say.noAnswer)}</p>`]
        : [`<h2>${escape(say.answer)}</h2>`, `<blockquote>${lines(view.answer)}</blockquote>`]),
    ]);
  }
  const { message, expiresAt } = view;
  const title = quoted(message.subject, sender);
  return frame(language, settings, missing ? `${sender.error}: ${title}` : `${say.label}: ${title}`, [
    `<p class="label">■ ${escape(say.label)}</p>`,
    `<h1>${escape(title)}</h1>`,
    `<p>${escape(say.until.replace('%s', dateInWords(expiresAt, language, settings.timeZone)))}</p>`,
    ...about(message, language, settings),
    formFrame(language, {
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
    }),
  ]);
}

export function appealOutcome(language: PageLanguage, settings: PageSettings): string {
  return statement(language, settings, { mark: '●', ...words[language].asked });
}

function lines(text: string): string {
  return escape(text).replace(/\r?\n/g, '<br>');
}
