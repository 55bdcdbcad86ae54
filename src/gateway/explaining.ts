/** A sender whose messages were stopped several times within a month gets one mail that explains what it was about. */
import type { ActContext } from '../act/act-context.ts';
import { composeExplanationMail } from '../act/notices/explanation-mail.ts';
import type { Language } from '../act/notices/notice.ts';
import type { Config } from '../config/schema.ts';
import { toldToSender, ruleTitles, type Verdict } from '../decide/verdict.ts';
import type { ExplanationStore } from '../store/sender-explanations.ts';
import { poll } from '../timing/poll.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface ExplainingParts {
  readonly config: Pick<Config, 'notices'>;
  readonly explanations: ExplanationStore;
  readonly context: Pick<ActContext, 'settings' | 'languageOf' | 'now'>;
  readonly onError: (error: unknown) => void;
}

const EVERY_MS = 3_600_000;
const DAYS = 30;
const DAY_MS = 86_400_000;

/** Does not wait for the first look: the console opens without it. */
export function startExplanations(parts: ExplainingParts, lifecycle: Pick<Lifecycle, 'started'>): void {
  const look = async (): Promise<void> => {
    await explainDue(parts).catch(parts.onError);
  };
  const running = poll(look, { everyMs: EVERY_MS, onError: parts.onError });
  void lifecycle.started(running, async (started) => (await started).stop());
}

/** @returns how many mails were sent */
export async function explainDue({ config, explanations, context }: ExplainingParts): Promise<number> {
  const least = config.notices.explainAfter;
  if (least === 0) return 0;
  const { settings } = context;
  let sent = 0;
  for (const { sender, verdicts: stored } of await explanations.due(
    new Date(context.now().getTime() - DAYS * DAY_MS),
    least,
  )) {
    const verdicts = stored.map(toldToSender);
    const chosen = settings.languages.find((one) => one === context.languageOf(sender));
    const language = chosen ?? settings.languages[0] ?? 'en';
    const mail = composeExplanationMail(settings, {
      to: sender,
      language,
      days: DAYS,
      messages: verdicts.length,
      rules: countedTitles(verdicts, language),
      codes: verdicts.flatMap(({ codes }) => codes),
      at: context.now(),
    });
    if (await explanations.send(sender, mail, verdicts.length)) sent += 1;
  }
  return sent;
}

function countedTitles(
  verdicts: readonly Verdict[],
  language: Language,
): { readonly title: string; readonly messages: number }[] {
  const counts = new Map<string, number>();
  for (const title of verdicts.flatMap((verdict) => ruleTitles(verdict, language)))
    counts.set(title, (counts.get(title) ?? 0) + 1);
  return [...counts].map(([title, messages]) => ({ title, messages })).sort((a, b) => b.messages - a.messages);
}
