/** Commands and parameters of smtp-server that are not offered here: they are refused rather than ignored. */
import type { SMTPServerAddress } from 'smtp-server';
import { HallpassError } from '../errors/hallpass-error.ts';

/** smtp-server knows these commands; some of them are its jokes. */
export const NEVER_OFFERED = ['WIZ', 'SHELL', 'KILL', 'VRFY', 'XCLIENT', 'XFORWARD'];

const PARAMETERS = { mail: ['SIZE', 'BODY', 'SMTPUTF8', 'RET', 'ENVID', 'AUTH'], rcpt: ['NOTIFY', 'ORCPT'] };

/**
 * Parameters of extensions that are not offered (RFC 5321 4.1.1.11): REQUIRETLS, for example, would be a promise that is not kept.
 *
 * @throws HallpassError receive.unknown-parameter
 */
export function checkParameters(command: keyof typeof PARAMETERS, given: SMTPServerAddress['args']): void {
  if (Object.keys(given || {}).some((name) => !PARAMETERS[command].includes(name)))
    throw new HallpassError('receive.unknown-parameter');
}
