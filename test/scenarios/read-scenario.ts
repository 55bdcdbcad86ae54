/** Reads the folders beside this file: one message in, one outcome. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readHeader, valuesOf } from '../../src/message/header.ts';
import { parseMailboxes } from '../../src/message/mailboxes.ts';
import type { ConfigInput } from '../harness/gateway.ts';
import type { SmartHostProgram } from '../harness/smarthost.ts';

const answers = z.union([z.string(), z.array(z.string())]);
const programSchema = z
  .strictObject({
    greeting: answers,
    extensions: z.array(z.string()),
    mail: z.record(z.string(), answers),
    rcpt: z.record(z.string(), answers),
    data: answers,
    end: answers,
  })
  .partial();
const envelopeSchema = z.strictObject({
  sender: z.string().optional(),
  recipients: z.array(z.string()).optional(),
  parameters: z.string().optional().describe('Of MAIL FROM.'),
  rcptParameters: z.string().optional().describe('Of each RCPT TO.'),
});

export interface Scenario {
  readonly name: string;
  readonly folder: string;
  readonly raw: Buffer;
  /** Sections over the harness's own configuration; `policy: policy.yaml` is a file of the folder, a roster one of the repository. */
  readonly config: ConfigInput;
  readonly envelope: { sender: string; recipients: string[]; parameters?: string; rcptParameters?: string };
  readonly program: SmartHostProgram;
}

/** Folders `NN-what-happens`, in order. */
export function readScenarios(root: string): Scenario[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d{2,3}-/.test(entry.name))
    .map((entry) => readScenario(join(root, entry.name), entry.name))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function readScenario(folder: string, name: string): Scenario {
  const raw = readFileSync(join(folder, 'message.eml'));
  const yaml = (file: string): unknown => {
    const path = join(folder, file);
    return existsSync(path) ? (parse(readFileSync(path, 'utf8')) ?? {}) : {};
  };
  const config = z.record(z.string(), z.unknown()).parse(yaml('config.yaml'));
  const policy = config['policy'];
  if (typeof policy === 'string' && policy.endsWith('.yaml')) config['policy'] = join(folder, policy);
  const roster = config['roster'];
  if (typeof roster === 'string') config['roster'] = join(import.meta.dirname, '../..', roster);
  const { sender, recipients, parameters, rcptParameters } = envelopeSchema.parse(yaml('envelope.yaml'));
  const header = readHeader(raw);
  const addresses = (...fields: string[]): string[] =>
    fields
      .flatMap((field) => valuesOf(header, field))
      .flatMap((value) => parseMailboxes(value).map((box) => box.address));
  return {
    name,
    folder,
    raw,
    config,
    envelope: {
      sender: sender ?? addresses('from')[0] ?? '',
      recipients: recipients ?? addresses('to', 'cc'),
      ...(parameters === undefined ? {} : { parameters }),
      ...(rcptParameters === undefined ? {} : { rcptParameters }),
    },
    program: programSchema.parse(yaml('smarthost.yaml')) as SmartHostProgram,
  };
}
