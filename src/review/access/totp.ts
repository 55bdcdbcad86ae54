/** The second factor: codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds), each taken once. */
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import type { Accounts } from '../../store/accounts/accounts.ts';

const PERIOD_S = 30;
/** One step back and one ahead: clocks differ, and people type slowly. */
const WINDOW = 1;
const SECRET_BYTES = 20;

/** In base32, as apps take it. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** For the app: the address behind the picture, and the picture (SVG, no scripts, no styles). */
export function totpPicture(secret: string, email: string): { readonly uri: string; readonly qrSvg: string } {
  const uri = totp(secret, email).toString();
  return { uri, qrSvg: renderSVG(uri) };
}

/** The time step that the code is of; undefined where it is of none near this time. */
export function stepOf(secret: string, code: string, at: Date): number | undefined {
  const digits = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return undefined;
  const delta = totp(secret, '').validate({ token: digits, timestamp: at.getTime(), window: WINDOW });
  return delta === null ? undefined : Math.floor(at.getTime() / 1000 / PERIOD_S) + delta;
}

/** Whether the code is right for the account and was not taken before. */
export async function takesTotp(accounts: Accounts, accountId: string, code: string, at: Date): Promise<boolean> {
  const secret = await accounts.totpSecret(accountId, 'totp');
  const step = secret === undefined ? undefined : stepOf(secret, code, at);
  return step !== undefined && accounts.takeTotpStep(accountId, step);
}

function totp(secret: string, label: string): TOTP {
  return new TOTP({ issuer: 'Hallpass', label, secret: Secret.fromBase32(secret), digits: 6, period: PERIOD_S });
}
