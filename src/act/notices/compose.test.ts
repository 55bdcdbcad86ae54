import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { readHeader, valuesOf } from '../../message/header.ts';
import { composeNotice } from './compose.ts';
import { context, findings, goldenInputs, settings, verdict } from './goldens/inputs.ts';
import { securityContacts, type NoticeInput } from './notice.ts';

const reports: Readonly<Record<string, string>> = {
  rejected: 'failed',
  'returned-es': 'failed',
  'expired-warn': 'failed',
  'expired-quarantine-es': 'failed',
  'policy-bounce': 'failed',
  failure: 'failed',
  'failure-smtputf8': 'failed',
  delay: 'delayed',
  success: 'relayed',
};

/** Content of a report's part by its type, decoded; mailparser gives the parts of a report as attachments. */
async function partsOf(raw: Buffer): Promise<Map<string, string>> {
  const { attachments } = await simpleParser(raw, { keepDeliveryStatus: true });
  return new Map(attachments.map(({ contentType, content }) => [contentType, content.toString('utf8')]));
}

function input(name: string): NoticeInput {
  const found = goldenInputs[name];
  if (!found) throw new Error(`no golden input ${name}`);
  return found;
}

describe('every notice', () => {
  test.each(Object.entries(goldenInputs))('%s is a mail that cannot be answered by a machine', async (name, given) => {
    const notice = composeNotice(given);
    const text = notice.raw.toString('latin1');
    expect(notice.sender).toBe('');
    expect(notice.kind).toBe(given.kind);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    if (!notice.smtpUtf8) expect(text).not.toMatch(/[^\r\n\t\x20-\x7e]/);

    const header = readHeader(notice.raw);
    expect(header.junk).toBe('');
    const auto = name in reports ? 'auto-replied' : 'auto-generated';
    expect(valuesOf(header, 'auto-submitted')).toEqual([auto]);
    expect(valuesOf(header, 'x-hallpass-notice')).toEqual([given.kind]);
    expect(valuesOf(header, 'date')).toHaveLength(1);
    expect(valuesOf(header, 'message-id')).toHaveLength(1);
    const fromName = given.language === 'es' && given.kind !== 'for-reviewers' ? 'Hallpass para' : 'Hallpass for';
    expect(valuesOf(header, 'from')).toEqual([`${fromName} Maple Grove Schools <hallpass@maple.example>`]);
    expect(composeNotice(given).raw.equals(notice.raw)).toBe(true);
  });

  test.each(Object.entries(goldenInputs))('%s says the same in text and HTML', async (_name, given) => {
    const parsed = await simpleParser(composeNotice(given).raw);
    const words = (text: string) => text.replace(/^> ?|^-+$|^ *- /gm, '').replace(/\s+/g, ' ');
    const html = (parsed.html || '')
      .replace(/<style>.*<\/style>|<title>.*<\/title>/gs, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    const inHtml = new Set(words(html).split(' '));
    const missing = words(parsed.text ?? '')
      .split(' ')
      .map((word) => word.replace(/[:,]$/, ''))
      .filter((word) => ![word, `${word}:`, `${word},`].some((form) => inHtml.has(form)));
    expect(missing).toEqual([]);
    expect(parsed.html).not.toMatch(/<img|<script|src=/i);
  });

  it('goes to the sender in the thread of the original', () => {
    const { raw, recipients } = composeNotice(input('warn'));
    const header = readHeader(raw);
    expect(recipients).toEqual(['a.moore@maple.example']);
    expect(valuesOf(header, 'to')).toEqual(['a.moore@maple.example']);
    expect(valuesOf(header, 'in-reply-to')).toEqual(['<c41f@mail.maple.example>']);
    expect(valuesOf(header, 'references')).toEqual(['<c41f@mail.maple.example>']);
  });

  it('has an id of its own for each time it is sent', () => {
    const first = readHeader(composeNotice(input('delay')).raw);
    const later = readHeader(composeNotice({ ...input('delay'), at: new Date('2026-03-05T00:00:00Z') }).raw);
    expect(valuesOf(first, 'message-id')).not.toEqual(valuesOf(later, 'message-id'));
  });
});

describe('a warning', () => {
  it('says what happened, why, and what to do by when, in this order', async () => {
    const { text, subject } = await simpleParser(composeNotice(input('warn')).raw);
    expect(subject).toBe('Not sent yet: please check “Field trip list”');
    const flat = (text ?? '').replace(/\s+/g, ' ');
    const order = [
      'Your message “Field trip list” to orders@printco.example and 1 other has not been sent yet.',
      'Why: Student data to people who may not have it. Administrative policy 6.34, (2)(b)6, says: “Staff do not',
      'by Friday, March 6, 2026 at 3:15 PM CST (in 3 days)',
      '/w/AQGVrB5KgHw9',
      'the names and home addresses of 3 students',
      'the name and phone number of 1 student',
      'in row 2 of the table: ████ ████ | ███ ███ ███████████',
      'in roster.xlsx, sheet Grade 5, cell C12: ████ ████ | ████ ████████',
    ].map((sentence) => flat.indexOf(sentence));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(flat).not.toContain('not counted');
    expect(flat).not.toContain('Personal mail to a list');
  });

  it('is in Spanish for a sender who chose it, with a link to the page in English', async () => {
    const { text } = await simpleParser(composeNotice(input('warn-es')).raw);
    const flat = (text ?? '').replace(/\s+/g, ' ');
    expect(flat).not.toContain('has not been sent yet');
    expect(flat).toContain('aún no se ha enviado');
    expect(flat).toContain('los nombres y domicilios de 3 estudiantes');
    expect(flat).toContain('en la fila 2 de la tabla:');
    expect(flat).toContain('viernes, 6 de marzo de 2026');
    expect(flat).toMatch(/Read this in English: https:\S+\/w\/\S+\?lang=en/);
  });

  it('is in the first configured language for a sender who has not chosen', async () => {
    const { language: _, ...given } = input('warn-es');
    const { text } = await simpleParser(composeNotice(given).raw);
    expect(text?.replace(/\s+/g, ' ')).toContain('has not been sent yet');
    expect(text).toMatch(/Leer esto en español:\s+https:\S+\?lang=es/);
    const english = { ...input('warn'), language: 'es' as const };
    expect((await simpleParser(composeNotice(english).raw)).text).not.toMatch(/español|Mensaje/);
  });

  it('in Spanish has no English but what only the pack has in English, and says so', async () => {
    const bare = {
      ...settings,
      languages: ['en', 'es'] as const,
      districtName: 'the district',
      contact: 'your mail administrator',
    };
    for (const [name, given] of Object.entries(goldenInputs)) {
      if (!name.endsWith('-es')) continue;
      const { text = '' } = await simpleParser(composeNotice({ ...given, settings: bare }).raw);
      const flat = text
        .replace(/\s+/g, ' ')
        .replace(/https:\S+|\S+@\S+|Read this in English/g, '')
        .replaceAll('Field trip list', '');
      const quoted = /“[^”]*”|> .*? (?=Detalles)|https:\S+/g;
      expect(flat).toContain('su distrito');
      if (/policy/.test(flat)) expect(flat).toContain('(en inglés)');
      expect(flat.replace(quoted, '')).not.toMatch(/\b(the|your|of|message|has|been|beside|ending|and)\b/i);
    }
  });
});

describe('a security copy', () => {
  it.each([
    [[], ['security@school.example']],
    [['Another School'], ['security@school.example']],
    [
      ['lincoln  ELEMENTARY', 'Another School'],
      ['security@school.example', 'lincoln@school.example'],
    ],
  ])('about %j goes to %j', (schools, expected) => {
    expect(securityContacts({ ...settings, security: ['security@school.example'] }, schools)).toEqual(expected);
  });

  it('holds ids and counts, nothing of the message', () => {
    const { raw, recipients } = composeNotice(input('security-copy'));
    const text = raw.toString('latin1').replace(/=\r\n/g, '');
    expect(recipients).toEqual(settings.security);
    expect(text).toContain(`hallpass quarantine show ${context.messageId}`);
    expect(text).toContain('student-data-outside');
    for (const secret of ['Field trip', 'printco', 'busline', 'a.moore', 'ending in 42', 'c41f@']) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('a report', () => {
  test.each(Object.entries(reports))('%s reads back as %s', async (name, action) => {
    const given = input(name);
    const { raw } = composeNotice(given);
    const utf8 = name === 'failure-smtputf8';
    const [type] = valuesOf(readHeader(raw), 'content-type');
    expect(type).toMatch(utf8 ? /report-type=global-delivery-status;/ : /report-type=delivery-status;/);

    const parts = await partsOf(raw);
    expect([...parts.keys()]).toEqual(
      utf8
        ? ['message/global-delivery-status', 'message/global-headers']
        : ['message/delivery-status', 'text/rfc822-headers'],
    );
    const [status = '', original = ''] = parts.values();
    const [perMessage = '', ...perRecipient] = status.replaceAll('\r\n', '\n').trim().split('\n\n');
    expect(perMessage).toContain('Reporting-MTA: dns; gateway.maple.example');
    expect(perMessage).toContain('Original-Envelope-Id: QQ314159');
    expect(perMessage).toContain('Arrival-Date: Tue, 03 Mar 2026 21:15:00 +0000');
    expect(perRecipient).toHaveLength(given.recipients.length);
    expect(perRecipient.every((fields) => fields.includes(`\nAction: ${action}\n`))).toBe(true);
    expect(original).toContain('Subject: ');
    expect(original).not.toContain('\r\n\r\nX');
  });

  it('of a failure carries the fields of RFC 3464 for each recipient', async () => {
    const status = (await partsOf(composeNotice(input('failure')).raw)).get('message/delivery-status') ?? '';
    expect(status.replaceAll('\r\n', '\n').split('\n\n')[1]?.trim().split('\n')).toEqual([
      'Original-Recipient: rfc822; Orders+maple@printco.example',
      'Final-Recipient: rfc822; orders@printco.example',
      'Action: failed',
      'Status: 5.1.1',
      'Remote-MTA: dns; mx1.printco.example',
      'Diagnostic-Code: smtp; 550 5.1.1 No such user here',
      'Last-Attempt-Date: Wed, 04 Mar 2026 01:15:00 +0000',
    ]);
  });

  it('of a delay says how long we try', async () => {
    const status = (await partsOf(composeNotice(input('delay')).raw)).get('message/delivery-status') ?? '';
    expect(status).toContain('Will-Retry-Until: Fri, 06 Mar 2026 21:15:00 +0000');
    expect(status).toContain('Status: 4.2.1');
  });

  it('of a policy decision has the status 5.7.1 and no remote system', async () => {
    const status = (await partsOf(composeNotice(input('policy-bounce')).raw)).get('message/delivery-status') ?? '';
    expect(status.match(/Status: 5\.7\.1/g)).toHaveLength(2);
    expect(status).not.toContain('Remote-MTA');
  });

  it('in UTF-8 keeps addresses as they are written', async () => {
    const notice = composeNotice(input('failure-smtputf8'));
    const status = (await partsOf(notice.raw)).get('message/global-delivery-status') ?? '';
    expect(notice.smtpUtf8).toBe(true);
    expect(status).toContain('Original-Recipient: utf-8; nuñez@imprenta.example');
    expect(status).toContain('Final-Recipient: utf-8; nuñez@imprenta.example');
  });

  it('carries a header section in any bytes, 7-bit', async () => {
    const given = input('policy-bounce');
    if (given.kind !== 'policy-bounce') throw new Error('another kind');
    const originalHeader = Buffer.from('Subject: caf\u00e9\r\nX-Long: ' + 'y'.repeat(1200) + '\r\n', 'latin1');
    const { raw } = composeNotice({ ...given, originalHeader });
    expect(raw.some((byte) => byte > 127)).toBe(false);
    const { attachments } = await simpleParser(raw, { keepDeliveryStatus: true });
    const back = attachments.find(({ contentType }) => contentType === 'text/rfc822-headers');
    expect(back?.content.subarray(0, originalHeader.length).equals(originalHeader)).toBe(true);
  });
});

describe('untrusted text', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          '\r\n',
          '\n',
          '\r',
          'Bcc: x@evil.example',
          '\u2028',
          '\0',
          '=?utf-8?q?=0d=0a?=',
          '--',
          'é',
          '>',
          '"',
        ),
      )
      .map((pieces) => pieces.join('')),
  );

  it('creates no field, no part and no mark-up', async () => {
    const expected = readHeader(composeNotice(input('rejected')).raw).fields.map(({ name }) => name);
    await fc.assert(
      fc.asyncProperty(fc.record({ subject: hostile, words: hostile, district: hostile }), async (text) => {
        const given = input('rejected');
        if (given.kind !== 'rejected') throw new Error('another kind');
        const { raw } = composeNotice({
          ...given,
          subject: text.subject,
          reviewerWords: `<b>${text.words}`,
          envid: text.subject,
          settings: { ...settings, districtName: text.district, contact: text.words },
        });
        const header = readHeader(raw);
        expect(header.junk).toBe('');
        expect(header.fields.map(({ name }) => name)).toEqual(expected);
        const parsed = await simpleParser(raw, { keepDeliveryStatus: true });
        expect(parsed.attachments).toHaveLength(2);
        expect(parsed.html).not.toContain('<b>');
      }),
      { numRuns: 200 },
    );
  });

  it('creates no field in the machine part', async () => {
    const given = input('failure');
    if (given.kind !== 'failure') throw new Error('another kind');
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (reply, orcpt) => {
        const outcomes = [
          {
            address: 'orders@printco.example',
            status: reply,
            reply,
            remoteMta: reply,
            orcpt: `rfc822;${orcpt}\r\nAction: x`,
          },
        ];
        const status = (await partsOf(composeNotice({ ...given, outcomes }).raw)).get('message/delivery-status') ?? '';
        const names = [...status.matchAll(/^([^:\r\n]*):/gm)].map((match) => match[1]);
        expect(names.filter((name) => name === 'Action')).toHaveLength(1);
        expect(status).toMatch(/^Status: 5\.0\.0\r?$/m);
        expect(status.trim().split(/\r?\n\r?\n/)).toHaveLength(2);
      }),
      { numRuns: 200 },
    );
  });

  it('is cut in the subject, and does not turn the words around it', async () => {
    const subject = `\u202eevil ${'very '.repeat(60)}long`;
    const parsed = await simpleParser(composeNotice({ ...input('quarantine-held'), subject }).raw);
    expect(parsed.subject).toMatch(/^Held for review: evil very .*…$/);
    expect(parsed.subject!.length).toBeLessThanOrEqual('Held for review: '.length + 80);
  });

  it('does not break a thread with a strange Message-ID', () => {
    for (const originalMessageId of ['<a b@c>', '<a@b>\r\nBcc: x@evil.example', 'é@x.example', '']) {
      const header = readHeader(composeNotice({ ...input('warn'), originalMessageId }).raw);
      expect(valuesOf(header, 'in-reply-to')).toEqual([]);
      expect(valuesOf(header, 'bcc')).toEqual([]);
    }
  });
});

describe('without a verdict that explains it', () => {
  it('a held message still says why', async () => {
    const bare = { ...verdict, rules: [], clauses: [], codes: ['scan.timed-out'] };
    const { text } = await simpleParser(composeNotice({ ...input('quarantine-held'), verdict: bare, findings }).raw);
    expect(text).toContain('the automatic check could not be completed');
    expect(text).toContain('the message could not be checked completely');
  });
});
