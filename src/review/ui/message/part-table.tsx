/** A spreadsheet or CSV file as a table, with row and column labels as in a spreadsheet program and findings highlighted. */
import { Button } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { number } from '../words/counts.ts';
import { Marked, placeOf, type PartTextProps } from './part-text.tsx';
import { columnName } from '../../../message/column-name.ts';
import { sheetsOf, type Sheet } from './sheets.ts';
import classes from './content.module.css';

const rowsAtFirst = 100;

export function PartTable({ part, chosen, onChoose }: PartTextProps): ReactElement {
  const sheets = sheetsOf(part);
  return (
    <>
      {sheets.map((sheet) => (
        <SheetTable
          key={`${sheet.label} ${sheet.start}`}
          sheet={sheet}
          part={part}
          chosen={chosen}
          onChoose={onChoose}
        />
      ))}
      {part.cut && <p className={classes.cut}>The rest of the table is too long to show.</p>}
    </>
  );
}

function SheetTable({ sheet, part, chosen, onChoose }: PartTextProps & { sheet: Sheet }): ReactElement {
  const [shown, setShown] = useState(rowsAtFirst);
  const wanted = placeOf(part, chosen)?.start;
  const wantedRow =
    wanted === undefined ? -1 : sheet.rows.findIndex(({ start, end }) => wanted >= start && wanted < end);
  const rows = sheet.rows.slice(0, Math.max(shown, wantedRow + 1));
  const width = Math.max(1, ...rows.map(({ cells }) => cells.length));
  return (
    <section className={classes.sheet} aria-label={sheet.label}>
      {sheet.label !== '' && <h3>{sheet.label}</h3>}
      <div
        className={classes.scroll}
        tabIndex={0}
        role="region"
        aria-label={`Cells of ${sheet.label || part.filename}`}
      >
        <table>
          <thead>
            <tr>
              <td />
              {Array.from({ length: width }, (_unused, at) => (
                <th key={at} scope="col">
                  {columnName(sheet.firstColumn + at)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ number: rowNumber, cells }) => (
              <tr key={rowNumber}>
                <th scope="row">{rowNumber}</th>
                {cells.map(({ start, end }, at) => (
                  <td key={at}>
                    <Marked
                      text={part.text}
                      marks={part.marks}
                      from={start}
                      to={end}
                      chosen={chosen}
                      onChoose={onChoose}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < sheet.rows.length && (
        <Button variant="subtle" onClick={() => setShown(rows.length + rowsAtFirst * 3)}>
          Show more rows ({number(sheet.rows.length)} in total)
        </Button>
      )}
    </section>
  );
}
