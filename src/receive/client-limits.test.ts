/** Whose connections and messages are counted together. */
import { describe, expect, it } from '@jest/globals';
import { configSchema } from '../config/schema.ts';
import { createClientLimits, networkOf, type OpenConnections } from './client-limits.ts';

const cloud = ['198.51.100.0/24', '203.0.113.0/24'];
const { smtp } = configSchema.parse({
  smtp: {
    tenants: [{ name: 'google', networks: cloud }],
    limits: { connectionsPerClient: 2, connectionsPerTenant: 3, messagesPerClientPerMinute: 2 },
  },
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:7:1:2:3:4', '2001:db8:0:7'],
  ['2001:DB8::4', '2001:db8:0:0'],
  ['2001:0db8:0000:0007::1', '2001:db8:0:7'],
  ['::1', '0:0:0:0'],
])('%s is the client %s', (address, client) => expect(networkOf(address)).toBe(client));

describe('connections', () => {
  it('are counted by client, the networks of a tenant together, and end with their session', () => {
    const open: OpenConnections = new Map();
    const limits = createClientLimits(smtp, open);
    const busy = expect.objectContaining({ code: 'receive.client-connections' });
    limits.connect('a', '192.0.2.7');
    limits.connect('b', '::ffff:192.0.2.7');
    expect(() => limits.connect('c', '192.0.2.7')).toThrow(busy);
    limits.connect('d', '192.0.2.8');
    for (const [n, address] of ['198.51.100.1', '198.51.100.2', '203.0.113.9'].entries())
      limits.connect(`t${n}`, address);
    expect(() => limits.connect('t3', '203.0.113.10')).toThrow(busy);
    // A session that was refused ends as well, and those that were open before a reload are still counted.
    limits.disconnect('c');
    const reloaded = createClientLimits(smtp, open);
    expect(() => reloaded.connect('e', '192.0.2.7')).toThrow(busy);
    reloaded.disconnect('a');
    reloaded.connect('e', '192.0.2.7');
  });
});

it('messages are counted by client, those of a tenant together', () => {
  const limits = createClientLimits(smtp, new Map());
  const now = 1_000_000;
  limits.takeMessage('198.51.100.1', now);
  limits.takeMessage('203.0.113.9', now);
  expect(() => limits.takeMessage('198.51.100.2', now)).toThrow(
    expect.objectContaining({ code: 'receive.client-rate' }),
  );
  limits.takeMessage('192.0.2.7', now);
  limits.takeMessage('198.51.100.2', now + 60_000);
});
