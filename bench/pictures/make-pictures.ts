/** Lets Chromium draw the pictures of class lists for `bench/ocr.ts`. */
import { launchChromium } from '../../test/console/chromium.ts';
import { picturePage, type PictureKind, type PicturePage } from './picture-pages.ts';

export interface MadePicture extends PicturePage {
  readonly bytes: Buffer;
}

/** The kinds in turns. @param counts of each kind */
export async function* makePictures(counts: Readonly<Record<PictureKind, number>>): AsyncGenerator<MadePicture> {
  const browser = await launchChromium();
  try {
    for (let seed = 1; seed <= Math.max(...Object.values(counts)); seed += 1)
      for (const [kind, count] of Object.entries(counts) as [PictureKind, number][]) {
        if (seed > count) continue;
        const page = picturePage(seed, kind);
        const tab = await browser.newPage({
          viewport: { width: page.width, height: page.height },
          deviceScaleFactor: page.scale,
        });
        await tab.setContent(page.html);
        const format =
          page.quality === undefined ? { type: 'png' as const } : { type: 'jpeg' as const, quality: page.quality };
        yield { ...page, bytes: await tab.screenshot(format) };
        await tab.close();
      }
  } finally {
    await browser.close();
  }
}
