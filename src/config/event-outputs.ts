/** Outputs of events: absolute paths, and checks that the schema cannot express. */
import { isProtected } from './alert-webhooks.ts';
import { readSecretFile } from './environment.ts';
import type { Mistake, Path } from './problem.ts';
import type { Config } from './schema.ts';

type Events = Config['events'];

/** @param at makes a path absolute */
export function withAbsoluteOutputs(events: Events, at: (file: string) => string): Events {
  const optional = <Name extends string>(name: Name, file: string | undefined) =>
    file === undefined ? {} : ({ [name]: at(file) } as Record<Name, string>);
  return {
    files: events.files.map((file) => ({ ...file, path: at(file.path) })),
    webhooks: events.webhooks.map((webhook) => ({ ...webhook, secretFile: at(webhook.secretFile) })),
    syslog: events.syslog.map((server) => ({
      ...server,
      ...optional('caFile', server.caFile),
      ...optional('certFile', server.certFile),
      ...optional('keyFile', server.keyFile),
    })),
  };
}

export function eventMistakes({ events }: Pick<Config, 'events'>): Mistake[] {
  const mistakes: Mistake[] = [];
  const wrong = (path: Path, expected: string): void => void mistakes.push({ path: ['events', ...path], expected });
  const names = new Set<string>();
  for (const kind of ['files', 'webhooks', 'syslog'] as const)
    for (const [n, { name }] of events[kind].entries()) {
      if (names.has(name)) wrong([kind, n, 'name'], 'expected a name that no other output has');
      names.add(name);
    }
  for (const [n, { url, secretFile }] of events.webhooks.entries()) {
    if (!isProtected(url))
      wrong(['webhooks', n, 'url'], 'expected an address that starts with https://, or http:// on this machine');
    const secret = readSecretFile(secretFile);
    if ('expected' in secret) wrong(['webhooks', n, 'secretFile'], secret.expected);
    else if (secret.value.length < 24) wrong(['webhooks', n, 'secretFile'], 'expected at least 24 characters');
  }
  for (const [n, { certFile, keyFile }] of events.syslog.entries())
    if ((certFile === undefined) !== (keyFile === undefined))
      wrong(['syslog', n, 'certFile'], 'expected certFile and keyFile together');
  return mistakes;
}
