/** Webhooks of alerts: their secrets are read from files, and addresses that would send alerts in the clear are refused. */
import { resolve } from 'node:path';
import { readSecretFile } from './environment.ts';
import type { Mistake, Path } from './problem.ts';
import type { Config } from './schema.ts';

type Webhook = Config['alerts']['webhooks'][number];

const onlyOne = (one: 'url' | 'secret'): string => `expected only one of ${one} and ${one}File`;

/** The configuration with the content of `urlFile` and `secretFile` in place. @param mistakes gets what is wrong */
export function withWebhookSecrets(config: Config, fileFolder: string, mistakes: Mistake[]): Config {
  const read = (hook: Webhook, key: 'url' | 'secret', path: Path): string | undefined => {
    const file = hook[`${key}File`];
    if (file === undefined) return hook[key];
    const content = readSecretFile(resolve(fileFolder, file));
    if ('value' in content) return content.value;
    mistakes.push({ path: [...path, `${key}File`], expected: content.expected });
    return undefined;
  };
  const names = new Set<string>();
  const webhooks = config.alerts.webhooks.map((hook, at): Webhook => {
    const path: Path = ['alerts', 'webhooks', at];
    const wrong = (key: keyof Webhook, expected: string): void =>
      void mistakes.push({ path: [...path, key], expected });
    if (names.has(hook.name)) wrong('name', 'expected a name that no other webhook has');
    names.add(hook.name);
    for (const key of ['url', 'secret'] as const)
      if (hook[key] !== undefined && hook[`${key}File`] !== undefined) wrong(`${key}File`, onlyOne(key));
    const before = mistakes.length;
    const [url, secret] = [read(hook, 'url', path), read(hook, 'secret', path)];
    if (mistakes.length === before) {
      if (!isProtected(url)) wrong('url', 'expected an address that starts with https://, or http:// on this machine');
      if (hook.format === 'json' && secret === undefined)
        wrong('secret', 'expected secretFile: json bodies are signed');
      if (secret !== undefined && secret.length < 24) wrong('secret', 'expected at least 24 characters');
    }
    return { ...hook, ...(url === undefined ? {} : { url }), ...(secret === undefined ? {} : { secret }) };
  });
  return { ...config, alerts: { ...config.alerts, webhooks } };
}

/** Alerts leave this machine under TLS only. A user or password in the address would be sent by nobody. */
export function isProtected(text: string | undefined): boolean {
  if (text === undefined || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
