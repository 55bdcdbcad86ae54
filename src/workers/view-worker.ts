/** Entry of a view worker thread: reads one stored message again for a reviewer, with the limits of the scan. */
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { headersPart, visibleRecipientText } from '../../detectors/shared/people/visible-recipients.ts';
import { extractLimits, type ScanSettings } from './scan-settings.ts';
import { picturesWanted, type PicturesWanted } from './pictures-wanted.ts';
import type { WorkerNotice, WorkerTask } from './worker-notice.ts';
import { extract, PicturesToRead } from '../extract/extract.ts';
import { messageLeaves } from '../extract/message-leaves.ts';
import { coverData } from '../view/cover-data.ts';
import { headerFields } from '../view/header-fields.ts';
import { planWithout } from '../view/without-passages.ts';
import { renderMessage } from '../view/render-message.ts';
import type { ViewRequest, ViewResult } from '../view/view-result.ts';

const { scan } = workerData as ScanSettings;
const limits = extractLimits(scan);
const tell = (notice: WorkerNotice) => parentPort?.postMessage(notice);
tell({ hallpass: 'loaded' });

export default async ({ id, request }: WorkerTask<ViewRequest>): Promise<ViewResult | PicturesWanted> => {
  tell({ hallpass: 'started', task: id, thread: threadId });
  const raw = Buffer.from(request.raw.buffer, request.raw.byteOffset, request.raw.byteLength);
  switch (request.want) {
    case 'rendered':
      return { want: 'rendered', ...(await renderMessage(raw, limits.filesTimeoutMs, request.withheld)) };
    case 'headers':
      return {
        want: 'headers',
        fields: headerFields(raw).map(({ name, value }) => ({ name, value: shown(value, request) })),
      };
    case 'without': {
      const pictures = picturesOf(request);
      const { parts } = await extract(raw, { sender: request.sender, recipients: [] }, { ...limits, pictures });
      const wanted = pictures && picturesWanted(pictures, request.raw);
      if (wanted) return wanted;
      const leaves = messageLeaves(raw);
      return { want: 'without', plan: leaves && request.unwanted && planWithout(parts, leaves, request.unwanted) };
    }
    case 'text': {
      const pictures = picturesOf(request);
      const message = await extract(raw, { sender: request.sender, recipients: [] }, { ...limits, pictures });
      const wanted = pictures && picturesWanted(pictures, request.raw);
      if (wanted) return wanted;
      const seen = visibleRecipientText(message);
      // Findings about addresses in To and Cc are in a part that is made from the header.
      const header = {
        id: headersPart,
        kind: 'body',
        contentType: 'text/plain',
        text: seen,
        quoted: [],
        hidden: [],
      } as const;
      const [subject, ...others] = message.parts;
      const parts = [...(subject ? [subject] : []), ...(seen === '' ? [] : [header]), ...others];
      return { want: 'text', parts: parts.map((part) => ({ ...part, text: shown(part.text, request) })) };
    }
  }
};

function shown(text: string, { withheld = false }: ViewRequest): string {
  return withheld ? coverData(text) : text;
}

/** As the scan reads them, so that findings in pictures have their text. */
function picturesOf({ pictures }: ViewRequest): PicturesToRead | undefined {
  return scan.ocr.read === 'off' ? undefined : new PicturesToRead({ read: true, classify: false }, pictures);
}
