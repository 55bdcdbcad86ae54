/** Which commands and parameters of smtp-server are not for us: what is not offered is refused rather than passed over. */
import type { SMTPServerAddress } from 'smtp-server';
import { HallpassError } from '../errors/hallpass-error.ts';

/** smtp-server knows these; some of them are its jokes. */
export const NEVER_OFFERED = ['WIZ', 'SHELL', 'KILL', 'VRFY', 'XCLIENT', 'XFORWARD'];

const PARAMETERS = { mail: ['SIZE', 'BODY', 'SMTPUTF8', 'RET', 'ENVID', 'AUTH'], rcpt: ['NOTIFY', 'ORCPT'] };

/**
 * Parameters of extensions that are not offered (RFC 5321 4.1.1.11): REQUIRETLS, say, would be a promise nobody keeps.
 *
 * @throws HallpassError receive.unknown-parameter
 */
export function checkParameters(command: keyof typeof PARAMETERS, given: SMTPServerAddress['args']): void {
  if (Object.keys(given || {}).some((name) => !PARAMETERS[command].includes(name)))
    throw new HallpassError('receive.unknown-parameter');
}
