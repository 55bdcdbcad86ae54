/** Tells automatic mail: absence notes, tickets, receipts, delivery reports, form mailers. */
import type { ExtractedMessage } from '../../../detector.ts';
import { weightOf, type Unit } from './units.ts';
import { autoWeightOfSubject, mailPhrases } from './vocabulary.ts';

const enough = 4;
const robots = mailPhrases.pattern(String.raw`^<robots>\b`, 'i');

/** Whether the sender's own text was written by a program. @param units of the own voice */
export function isAutomatic(message: ExtractedMessage, units: readonly Unit[]): boolean {
  const subject = autoWeightOfSubject(message.subject);
  const sender = robots.test(message.from?.address ?? message.sender) || message.sender === '' ? 2 : 0;
  let text = 0;
  for (const unit of units.slice(0, 12)) text += Math.min(3, weightOf(unit, 'auto'));
  return subject + sender + Math.min(text, 4) >= enough && (subject > 0 || sender > 0 || text >= 6);
}
