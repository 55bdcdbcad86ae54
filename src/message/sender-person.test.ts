/** Who is behind envelope addresses as mail systems write them. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { finalMailbox, readSender } from './sender-person.ts';

describe('the person behind an envelope sender', () => {
  it.each([
    ['ana@school.example', 'ana@school.example', 'plain'],
    ['', '', 'plain'],
    ['Ana.Ruiz@School.Example', 'Ana.Ruiz@school.example', 'plain'],
    ['ana+trip@school.example', 'ana@school.example', 'plain'],
    ['prvs=0123456789=ana@school.example', 'ana@school.example', 'plain'],
    ['prvs=ana/0123456789@school.example', 'ana@school.example', 'plain'],
    ['prvs=0123456789=ana+trip@school.example', 'ana@school.example', 'plain'],
    ['btv1==012ab==ana@school.example', 'ana@school.example', 'plain'],
    ['msprvs1=18abcDEF=ana@school.example', 'ana@school.example', 'plain'],
    ['SRS0=HHH=TT=museum.example=pat@school.example', 'pat@museum.example', 'forwarded'],
    ['SRS0+HHH=TT=school.example=ana@mail.school.example', 'ana@school.example', 'forwarded'],
    ['SRS1=GGG=relay.example==HHH=TT=museum.example=pat@school.example', 'pat@museum.example', 'forwarded'],
    ['prvs=0123456789=SRS0=HHH=TT=museum.example=pat@school.example', 'pat@museum.example', 'forwarded'],
    ['bounces+SRS=AbCdE=9X@school.example', 'bounces@school.example', 'forwarded'],
    ['ana+caf_=ana.private=lakemail.example@school.example', 'ana@school.example', 'forwarded'],
    ['science+bncBDAAAAAAAAA2BBE@school.example', 'science@school.example', 'list'],
    ['partners-bounces@school.example', 'partners@school.example', 'list'],
    ['partners-bounces+lee=library.example@school.example', 'partners@school.example', 'list'],
    ['partners-return-12-lee=library.example@school.example', 'partners@school.example', 'list'],
    ['owner-partners@school.example', 'partners@school.example', 'list'],
    ['ana@m\u00fcller.example', 'ana@xn--mller-kva.example', 'plain'],
    ['"ana.ruiz"@school.example', 'ana.ruiz@school.example', 'plain'],
    ['+@school.example', '+@school.example', 'plain'],
  ])('%s: %s, %s', (address, person, form) => expect(readSender(address)).toEqual({ person, form }));

  it('ends for any address', () => {
    const unit = fc.constantFrom('prvs=', 'SRS0=', '=', '+', '-bounces', '"', '\\', '%', '!', '@', 'a', '.', 'owner-');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (local) => {
        expect(typeof readSender(`${local}@school.example`).person).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ['coach@otherclub.example', 'coach@otherclub.example'],
  ['coach%otherclub.example@school.example', 'coach@otherclub.example'],
  ['coach%otherclub.example%relay.example@school.example', 'coach@otherclub.example'],
  ['otherclub.example!coach@school.example', 'coach@otherclub.example'],
  ['relay.example!otherclub.example!coach@school.example', 'coach@otherclub.example'],
  ['"coach@otherclub.example"@school.example', 'coach@otherclub.example'],
  ['@relay.example,@school.example:coach@otherclub.example', 'coach@otherclub.example'],
  ['ana@M\u00dcLLER.example', 'ana@xn--mller-kva.example'],
])('%s ends at %s', (address, mailbox) => expect(finalMailbox(address)).toBe(mailbox));
