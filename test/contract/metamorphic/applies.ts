/** Which changes must leave a finding of which detector. Quiet messages must stay quiet under every change. */
import { changesOfVoice } from '../../../scripts/neutral-changes/text-changes.ts';
import type { ChangeName } from './message-changes.ts';

/** Changes that matter to a detector, each with the reason. What is not named does not matter. */
interface Exemption {
  readonly detectors: readonly string[];
  readonly changes: readonly ChangeName[];
  readonly because: string;
}

export const exemptions: readonly Exemption[] = [
  {
    detectors: ['harassment', 'threat', 'sexual', 'profanity', 'solicitation'],
    changes: [...changesOfVoice, 'attached message'],
    because:
      'These are findings about the conduct of the sender; in quoted and forwarded text the words are those of others.',
  },
  {
    detectors: ['political', 'listserv'],
    changes: ['quoted below a reply'],
    because: 'Who forwards a campaign spreads it. Who answers it quotes what the mail program quotes.',
  },
  {
    detectors: ['profanity'],
    changes: ['text attachment'],
    because: 'In attachments, which are often the texts of others, words score 0.3 less.',
  },
];

export function mustKeep(detector: string, change: ChangeName): boolean {
  return !exemptions.some(({ detectors, changes }) => detectors.includes(detector) && changes.includes(change));
}
