/** A row of a class list in places that people do not think of is read as a row, and its place is told. */
import { describe, expect, it } from '@jest/globals';
import { plantedRows, row, type PlantedRow } from '../../scripts/make-attachments/planted-rows.ts';
import { extractFile } from '../../src/extract/extract.ts';
import { extractLimits } from '../harness/extract-limits.ts';

describe('a row is read', () => {
  it.each(plantedRows().map((file) => [file.where, file] as const))('from %s', async (_, file) => {
    expect(await placesOf(file)).toContain(file.place);
  });
});

/** Labels of the places where the cells stand one after the other, with next to nothing between them. */
async function placesOf({ bytes, name }: PlantedRow): Promise<string[]> {
  const { parts } = await extractFile(bytes, name, extractLimits);
  const together = new RegExp(row.join('[\\s,;]{1,3}'));
  return parts.flatMap(({ text, places = [] }) => {
    const at = text.search(together);
    return at < 0 ? [] : [places.findLast(({ start }) => start <= at)?.label ?? ''];
  });
}
