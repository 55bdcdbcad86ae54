/** Reads the styles of a workbook that change how a cell reads: number formats, and white letters without a fill. */
import type { Collected } from '../collected.ts';
import type { OfficePackage } from './office-package.ts';

export interface CellStyles {
  /** Format code or number of a built-in format, by cell style. */
  readonly formats: readonly (string | number)[];
  /** Whether the letters are invisible, by cell style. */
  readonly invisible: readonly boolean[];
}

const maxStyles = 65_536;

/** Empty where the workbook has no styles: every cell is then General. */
export async function readCellStyles(opened: OfficePackage, into: Collected): Promise<CellStyles> {
  const codes = new Map<number, string>();
  const white: boolean[] = [];
  const filled: boolean[] = [];
  const formats: (string | number)[] = [];
  const invisible: boolean[] = [];
  const part = opened.zip.find('xl/styles.xml') ?? opened.partOfType('spreadsheetml.styles+xml');
  if (!part) return { formats, invisible };
  const path: string[] = [];
  await into.attempt(part.name, part.size, async () => {
    await opened.parse(part, {
      open: (name, attributes) => {
        const parent = path.at(-1);
        path.push(name);
        if (name === 'numFmt' && codes.size < maxStyles) {
          codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
        } else if (name === 'font' && parent === 'fonts') white.push(false);
        else if (name === 'color' && parent === 'font' && white.length > 0) {
          if (
            /^(ff)?f{6}$/i.test(attributes['rgb'] ?? '') ||
            (attributes['theme'] === '0' && attributes['tint'] === undefined)
          )
            white[white.length - 1] = true;
        } else if (name === 'fill' && parent === 'fills') filled.push(false);
        else if (name === 'patternFill' && filled.length > 0) {
          filled[filled.length - 1] = (attributes['patternType'] ?? 'none') !== 'none';
        } else if (name === 'gradientFill' && filled.length > 0) filled[filled.length - 1] = true;
        else if (name === 'xf' && parent === 'cellXfs' && formats.length < maxStyles) {
          const format = Number(attributes['numFmtId'] ?? 0);
          formats.push(codes.get(format) ?? format);
          invisible.push(
            (white[Number(attributes['fontId'])] ?? false) && !(filled[Number(attributes['fillId'])] ?? false),
          );
        }
      },
      close: () => {
        path.pop();
      },
    });
  });
  return { formats, invisible };
}
