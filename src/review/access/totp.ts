/** Two-factor codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds). Each code is valid once. */
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import type { Accounts } from '../../store/accounts/accounts.ts';

const PERIOD_S = 30;
/** Accepts one step before and one after the current one, because clocks differ and people type slowly. */
const WINDOW = 1;
const SECRET_BYTES = 20;

/** A new secret in base32, the encoding that apps expect. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The key URI for the app, and its QR code (SVG without scripts or styles). */
export function totpPicture(secret: string, email: string): { readonly uri: string; readonly qrSvg: string } {
  const uri = totp(secret, email).toString();
  return { uri, qrSvg: renderSVG(uri) };
}

/** The time step of a code; undefined if the code is not valid around this time. */
export function stepOf(secret: string, code: string, at: Date): number | undefined {
  const digits = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return undefined;
  const delta = totp(secret, '').validate({ token: digits, timestamp: at.getTime(), window: WINDOW });
  return delta === null ? undefined : Math.floor(at.getTime() / 1000 / PERIOD_S) + delta;
}

/** Whether the code is valid for the account and has not been used before. The check uses the code up. */
export async function takesTotp(accounts: Accounts, accountId: string, code: string, at: Date): Promise<boolean> {
  const secret = await accounts.totpSecret(accountId, 'totp');
  const step = secret === undefined ? undefined : stepOf(secret, code, at);
  return step !== undefined && accounts.takeTotpStep(accountId, step);
}

function totp(secret: string, label: string): TOTP {
  return new TOTP({ issuer: 'Hallpass', label, secret: Secret.fromBase32(secret), digits: 6, period: PERIOD_S });
}
