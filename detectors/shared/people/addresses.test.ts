/** Street addresses as people type them, and what only looks like one. */
import { describe, expect, it } from '@jest/globals';
import { addressKey, findAddresses } from './addresses.ts';

const found = (text: string) =>
  findAddresses(text).map((entry) => [text.slice(entry.start, entry.end), entry.needsCue]);

describe('findAddresses', () => {
  it.each([
    ['lives at 4394 N 22nd St, Port Winslow', '4394 N 22nd St, Port Winslow'],
    ['PAGE 4394 N 22ND ST PORT WINSLOW', '4394 N 22ND ST'],
    ['615 Winslow Ave, upper   Phone', '615 Winslow Ave, upper'],
    ['735 Cannery Row, Apt 4A for the copy', '735 Cannery Row, Apt 4A'],
    ['1961 dune ridge way, mom', '1961 dune ridge'],
    ['W3480 Wildwood Rd.', 'W3480 Wildwood Rd'],
    ['3927 N 22nd, red mailbox', '3927 N 22nd'],
    ['12 County Road F, Maple Falls, WI 53199.', '12 County Road F, Maple Falls, WI 53199'],
    ['degan yihiin Calumet Ave 1734.', 'Calumet Ave 1734'],
    ['P.O. Box 118', 'P.O. Box 118'],
    ['pickup 27 CR 6480, cattle guard', '27 CR 6480'],
    ['4417 LA Hwy 82, first one on', '4417 LA Hwy 82'],
    ['is at 1414 5th NW, corner house', '1414 5th NW'],
    ['House is 2045 Paseo del Sol, tan stucco', '2045 Paseo del Sol'],
    ['10 S. Dearborn, flr 43 is ours', '10 S. Dearborn, flr 43'],
    ['to 6002 El Tordo Rancho Santa Fe CA 92067 by mail', '6002 El Tordo Rancho Santa Fe CA 92067'],
    ['mail to Post Office Box 118', 'Post Office Box 118'],
    ['at N170W20015 Hunters Rd.', 'N170W20015 Hunters Rd'],
  ])('%s', (text, raw) => {
    expect(found(text)).toEqual([[raw, false]]);
  });

  it('asks for a cue where the street has no suffix', () => {
    expect(found('at 2211 Tamarack, lower unit, gray')).toEqual([['2211 Tamarack, lower unit', true]]);
  });

  it.each([
    '200 people on the way',
    '3 days at the court',
    'call 262-555-0106 Street',
    'at 10:30 Main hall',
    '20 really electrified Wall Street',
    '5 min drive',
  ])('finds nothing in %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('addressKey', () => {
  it.each([
    ['4394 N 22nd St, Port Winslow, WI', '4394 22nd'],
    ['4394 22ND ST', '4394 22nd'],
    ['Calumet Ave 1734', '1734 calumet'],
    ['W3480 Wildwood Rd', 'w3480 wildwood'],
    ['12 Peña Ct', '12 pena'],
    ['27 County Rd 6480', '27 6480'],
    ['27 CR 6480', '27 6480'],
    ['61 Church Rd', '61 church'],
    ['somewhere', ''],
  ])('%s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});
