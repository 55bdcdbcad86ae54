/** Whom a change of the policy that waits for a second manager is announced to: every other manager who can agree to it. */
import { composeProposalMail } from '../act/notices/proposal-mail.ts';
import type { NoticeSettings } from '../act/notices/notice.ts';
import type { WorkshopParts } from '../policy/workshop.ts';
import type { Accounts } from '../store/accounts/accounts.ts';

export interface PolicyProposalParts {
  readonly accounts: Pick<Accounts, 'list'>;
  readonly settings: () => Pick<NoticeSettings, 'from' | 'hostname'>;
  /** Address of the console without a slash at the end; undefined where it is not known. */
  readonly console: () => string | undefined;
}

/** Managers of some schools cannot agree, as the policy decides on the mail of all schools. */
export function createProposalMails({ accounts, settings, console }: PolicyProposalParts): WorkshopParts['mails'] {
  return async (proposer, at) => {
    const others = (await accounts.list()).filter(
      ({ id, role, disabled, schools }) =>
        id !== proposer.id && role === 'manager' && !disabled && schools.length === 0,
    );
    return others.map(({ email }) =>
      composeProposalMail(settings(), { to: email, by: proposer.name, at, console: console() }),
    );
  };
}
