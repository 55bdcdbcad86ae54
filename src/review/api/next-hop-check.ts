/** What the settings page says of a next hop: its condition in words, and the error code that logs and metrics name. */
import type { Settings } from '../contract/pages.ts';

export interface NextHopHealth {
  /** `host:port` */
  readonly hop: string;
  readonly condition: keyof typeof words | 'up' | 'unknown';
  readonly since: Date;
}

const words = {
  down: 'It cannot be reached. Check that it is running, and check the firewall',
  dns: 'Its name cannot be resolved. Check the name and the DNS servers of this machine',
  tls: 'It offers no TLS, or the encrypted connection fails. Check its TLS, or deliver.smarthosts.tls',
  certificate: 'Its certificate cannot be verified. Check its name, expiration date and chain',
  login: 'It refuses the login. Check the user name and password in deliver.smarthosts',
  refused: 'It refuses the connection. Its log says why',
  slow: 'It is too slow to answer, so mail is delayed',
} as const;

export function nextHopCheck({ hop, condition, since }: NextHopHealth): Settings['checks'][number] {
  const check = { id: `next-hop ${hop}`, title: `Next mail server ${hop}` };
  if (condition === 'up') return { ...check, state: 'good', detail: `It is accepting mail (since ${timeOf(since)}).` };
  if (condition === 'unknown')
    return { ...check, state: 'attention', detail: 'It has not been tried since the gateway started.' };
  return {
    ...check,
    state: condition === 'slow' ? 'attention' : 'bad',
    detail: `${words[condition]} (deliver.hop-${condition}, since ${timeOf(since)}).`,
  };
}

const timeOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
