/** The published examples of AWS: those of the S3 reference (header-based authentication), and of the test suite of Signature Version 4. */
import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { amzDate, authorization, encodeUri } from './sign-request.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const s3 = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 's3',
};
const suite = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
};
const bucket = 'https://examplebucket.s3.amazonaws.com';
const fromS3 = (body: string) => ({
  host: 'examplebucket.s3.amazonaws.com',
  'x-amz-content-sha256': sha256(body),
  'x-amz-date': '20130524T000000Z',
});
const fromSuite = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' };

it.each([
  [
    'GET Object',
    s3,
    { method: 'GET', url: `${bucket}/test.txt`, headers: { ...fromS3(''), range: 'bytes=0-9' }, body: '' },
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
  [
    'PUT Object',
    s3,
    {
      method: 'PUT',
      url: `${bucket}/test%24file.text`,
      headers: {
        ...fromS3('Welcome to Amazon S3.'),
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      },
      body: 'Welcome to Amazon S3.',
    },
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  ],
  [
    'GET Bucket Lifecycle',
    s3,
    { method: 'GET', url: `${bucket}/?lifecycle`, headers: fromS3(''), body: '' },
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  ],
  [
    'GET Bucket (List Objects)',
    s3,
    { method: 'GET', url: `${bucket}/?max-keys=2&prefix=J`, headers: fromS3(''), body: '' },
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ],
  [
    'get-vanilla',
    suite,
    { method: 'GET', url: 'https://example.amazonaws.com/', headers: fromSuite, body: '' },
    '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  ],
  [
    'get-vanilla-query-order-key-case',
    suite,
    {
      method: 'GET',
      url: 'https://example.amazonaws.com/?Param2=value2&Param1=value1',
      headers: fromSuite,
      body: '',
    },
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'post-vanilla',
    suite,
    { method: 'POST', url: 'https://example.amazonaws.com/', headers: fromSuite, body: '' },
    '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  ],
])('%s', (_name, signer, { method, url, headers, body }, signature) => {
  const value = authorization({ method, url: new URL(url), headers, bodyHash: sha256(body) }, signer);
  const names = Object.keys(headers).sort().join(';');
  const day = headers['x-amz-date'].slice(0, 8);
  expect(value).toBe(
    `AWS4-HMAC-SHA256 Credential=${signer.accessKeyId}/${day}/us-east-1/${signer.service}/aws4_request,SignedHeaders=${names},Signature=${signature}`,
  );
});

it('writes times and encodes texts as the signature wants them', () => {
  expect(amzDate(new Date('2013-05-24T00:00:00.123Z'))).toBe('20130524T000000Z');
  expect(encodeUri("a b/c!'()*~_-.é")).toBe('a%20b%2Fc%21%27%28%29%2A~_-.%C3%A9');
});
