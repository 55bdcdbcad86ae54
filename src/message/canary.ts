/** Addresses of the self-test's canary: a message that comes back to the self-test, and never reaches a next hop or a person. */

/** `.invalid` is reserved (RFC 2606): no mail server of the world has it. */
const domain = 'canary.hallpass.invalid';

export function canaryAddress(token: string): string {
  return `${token}@${domain}`;
}

/** The token of a canary's address; undefined for other addresses. */
export function canaryToken(address: string): string | undefined {
  const [, token] = /^([0-9a-f]{32})@canary\.hallpass\.invalid$/i.exec(address) ?? [];
  return token;
}

export function isCanary(address: string): boolean {
  return address.toLowerCase().endsWith(`@${domain}`);
}
