/** A table that becomes a list of cards on a phone. */
import { Button } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import classes from './table.module.css';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'end';
  /** CSS width; without it, the column is as wide as its content. */
  readonly width?: string;
}

export interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Shows a button below the table while there are more rows to load. */
  readonly more?: { readonly onClick: () => void; readonly loading: boolean } | undefined;
}

export function Table<Row>({ label, columns, rows, keyOf, more }: TableProps<Row>): ReactElement {
  return (
    <>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, align, width }) => (
              <th key={name} scope="col" data-align={align} style={width === undefined ? undefined : { width }}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, cell, align }) => (
                <td key={name} data-name={name} data-align={align}>
                  <div>{cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more !== undefined && (
        <div className={classes.more}>
          <Button variant="default" onClick={more.onClick} loading={more.loading}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
