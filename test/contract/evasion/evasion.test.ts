/** The same sentence in every place and encoding of a mail: found in each, and at the right place. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ExtractedMessage } from '../../../detectors/detector.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { loadDetectors, type LoadedDetectors } from '../../../src/detect/detectors.ts';
import { loadDirectory } from '../../../src/directory/directory.ts';
import { extract } from '../../../src/extract/extract.ts';
import { plantedInEncodings } from './encodings.ts';
import { plantedInFiles } from './files.ts';
import { plantedInHtml } from './html.ts';
import { planted } from './messages.ts';

const { config } = loadConfig({ env: {}, overrides: {} });
let detectors: LoadedDetectors;
beforeAll(async () => {
  detectors = await loadDetectors(config.detectors, {
    directory: loadDirectory({ ...config, rosterDir: undefined }),
  });
});

const read = (raw: Buffer): Promise<ExtractedMessage> =>
  extract(
    raw,
    { sender: 'a@school.example', recipients: [{ address: 'b@out.example', inside: false, entitledTo: [] }] },
    config.scan,
  );

describe('a sentence about a student is found in', () => {
  it.each(Object.entries({ ...planted, ...plantedInHtml, ...plantedInFiles, ...plantedInEncodings }))(
    '%s',
    async (_, { raw, part, hidden }) => {
      const message = await read(raw);
      const { findings } = detectors.detect(message);
      const places = findings
        .filter(({ code }) => code === 'student-pii.home-address')
        .map((finding) => {
          const at = message.parts.find(({ id }) => id === finding.part);
          const covered = at?.hidden.some(({ start, end }) => start <= finding.start && finding.end <= end) ?? false;
          return { part: at?.id, filename: at?.filename, hidden: covered };
        });
      expect(places.map(({ part: id, filename }) => (part === id ? id : filename))).toContain(part);
      if (hidden) expect(places.some((place) => place.hidden)).toBe(true);
    },
  );
});
