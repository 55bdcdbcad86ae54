/** The self-test's canary: a signed message goes in at the gateway's own listener, through all stages, and comes back over SMTP. */
import { createHash, generateKeyPairSync, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import type { Config } from '../config/schema.ts';
import { canaryAddress } from '../message/canary.ts';
import { mailDate } from '../message/mail-date.ts';
import type { Canaries } from '../store/canaries.ts';
import { openCanaryListener } from './canary-listener.ts';
import type { Settings } from '../review/contract/pages.ts';
import type { SmtpProbe } from './smtp-probe.ts';

type Check = Settings['checks'][number];

const check = { id: 'round-trip', title: 'Round trip' };
const waitMs = 30_000;

/** @param probe a connection to the gateway's own listener */
export async function roundTripCheck(
  { district, hostname }: Pick<Config, 'district' | 'hostname'>,
  canaries: Canaries,
  probe: SmtpProbe,
  limitMs = waitMs,
): Promise<Check> {
  const token = randomBytes(16).toString('hex');
  const from = `self-test@${district.domains[0]?.replace(/^\*?\./, '') ?? 'hallpass.invalid'}`;
  const { message, isIntact } = canaryMessage(from, canaryAddress(token), hostname);
  const listener = await openCanaryListener();
  try {
    await canaries.expect(token, listener.port);
    const code = await submit(probe, from, canaryAddress(token), message);
    if (code !== 250)
      return {
        ...check,
        state: 'attention',
        detail: `It could not be tried: the listener answered ${code} to a message of ${from} from this machine. Add its address to smtp.networks for the test.`,
      };
    const taken = await Promise.race([listener.taken, after(limitMs)]);
    if (taken === undefined)
      return {
        ...check,
        state: 'bad',
        detail: `A signed test message was accepted, but did not come back within ${limitMs / 1000} seconds. Check that processes with the roles scan and deliver run on this machine, and look for a message of ${from} in Mail flow and Review.`,
      };
    return isIntact(taken)
      ? {
          ...check,
          state: 'good',
          detail:
            'A signed message went in by SMTP, through all stages and out by SMTP without a changed byte; its signature verifies.',
        }
      : {
          ...check,
          state: 'bad',
          detail:
            'A signed test message came back altered. DKIM signatures of mail will not verify. Please report this as a bug.',
        };
  } finally {
    listener.close();
    await canaries.forget(token);
  }
}

/** @returns the reply to the content, or the first refusal */
async function submit(probe: SmtpProbe, from: string, to: string, message: Buffer): Promise<number> {
  for (const line of [`MAIL FROM:<${from}> BODY=8BITMIME`, `RCPT TO:<${to}>`, 'DATA']) {
    const code = await probe.command(line);
    if (code >= 400) return code;
  }
  const stuffed = message.toString('latin1').replace(/(^|\r\n)\./g, '$1..');
  return probe.content(Buffer.from(`${stuffed}.\r\n`, 'latin1'));
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => void setTimeout(() => resolve(undefined), ms).unref());
}

/**
 * Lines that careless software alters: blanks at line ends, lone periods, tabs, long lines, bytes above 127, empty lines at the
 * end. Its sentences are plain ones: the detectors read them, and what a policy holds does not come back.
 */
const body = [
  'This is a test message of Hallpass. Nobody has to do anything.',
  'Blanks at the end  ',
  '.',
  '..two periods',
  '\tA tab, and bytes above 127: \xc3\xb1 \xc2\xbf',
  'Mail servers must not fold this long line. '.repeat(22),
  'From the start of a line',
  '',
  '',
  '',
].join('\r\n');

/** A message with a signature as in RFC 8463 (DKIM with Ed25519), in simple canonicalization: not one byte may change. */
function canaryMessage(from: string, to: string, hostname: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const header = [
    `From: Hallpass self-test <${from}>`,
    `To: <${to}>`,
    'Subject: Self-test',
    `Date: ${mailDate(new Date())}`,
    `Message-ID: <self-test.${randomBytes(8).toString('hex')}@${hostname}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ].join('\r\n');
  const hash = createHash('sha256').update(Buffer.from(body, 'latin1')).digest('base64');
  const signed = `DKIM-Signature: v=1; a=ed25519-sha256; c=simple/simple; d=canary.hallpass.invalid; s=self-test;\r\n\th=from:to:subject:date:message-id; bh=${hash};\r\n\tb=`;
  const signature = signatureOf(header, signed, privateKey);
  const message = Buffer.from(`${signed}${signature}\r\n${header}\r\n\r\n${body}`, 'latin1');
  return { message, isIntact: (taken: Buffer) => isIntact(taken, message, { header, signed, signature, publicKey }) };
}

function signatureOf(header: string, signed: string, key: KeyObject): string {
  return sign(null, Buffer.from(header + signed, 'latin1'), key).toString('base64');
}

/** The message as it was, with nothing but trace fields in front of it. */
function isIntact(
  taken: Buffer,
  message: Buffer,
  { header, signed, signature, publicKey }: { header: string; signed: string; signature: string; publicKey: KeyObject },
): boolean {
  const at = taken.length - message.length;
  if (at < 0 || !taken.subarray(at).equals(message)) return false;
  const trace = taken.toString('latin1', 0, at);
  return (
    /^(?:(?:Received|X-Hallpass-[\w-]+):(?:[^\r\n]|\r\n[ \t])*\r\n)+$/i.test(trace) &&
    verify(null, Buffer.from(header + signed, 'latin1'), publicKey, Buffer.from(signature, 'base64'))
  );
}
