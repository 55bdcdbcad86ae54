/** The page of a held message for its sender: what it is held for, and one box to say why it should go. */
import { escape, type PageLanguage } from './page.ts';
import {
  about,
  dateInWords,
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
    until: 'It waits for a reviewer. If nobody has decided by %s, it comes back to you.',
    heading: 'Should it go?',
    box: 'Why should this message go?',
    hint: 'Who needs it, what for, who agreed to it. A reviewer reads this and answers you by mail.',
    ask: 'Ask the reviewers',
    missing: 'Please say why the message should go.',
    asked: {
      label: 'Asked',
      title: 'The reviewers have what you wrote',
      text: 'You get a mail with their answer. You do not need to do anything else.',
    },
    yours: 'You wrote',
    answer: 'The answer',
    noAnswer: 'Nobody has answered yet: you get a mail.',
    over: {
      label: 'Decided',
      title: 'This message is not held any more',
      text: 'A mail tells you what happened to it.',
    },
  },
  es: {
    label: 'Retenido para revisión',
    until: 'Espera a que una persona lo revise. Si nadie ha decidido antes del %s, se le devuelve.',
    heading: '¿Debe enviarse?',
    box: '¿Por qué debe enviarse este mensaje?',
    hint: 'Quién lo necesita, para qué y quién está de acuerdo. Quien revisa lo lee y le responde por correo.',
    ask: 'Pedir que se revise',
    missing: 'Explique por qué debe enviarse el mensaje.',
    asked: {
      label: 'Pedido',
      title: 'Quienes revisan tienen lo que usted escribió',
      text: 'Recibirá un correo con la respuesta. No tiene que hacer nada más.',
    },
    yours: 'Usted escribió',
    answer: 'La respuesta',
    noAnswer: 'Nadie ha respondido todavía: recibirá un correo.',
    over: {
      label: 'Decidido',
      title: 'Este mensaje ya no está retenido',
      text: 'Un correo le dice qué ocurrió con él.',
    },
  },
} as const;

/** @param missing the form came without words */
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
    `<p>${escape(say.until.replace('%s', dateInWords(expiresAt, language, settings)))}</p>`,
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
