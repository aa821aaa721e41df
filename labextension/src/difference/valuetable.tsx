/** Changed values of tables, by row and column. */

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ICell } from './cells';
import { usePart } from './more';
import { Limit, Value } from './values';
import { visible } from './visible';

/** Values that are shown before a reader asks for more. */
const FIRST = 15;

interface IValueTableProps {
  cells: ICell[];
  trans: TranslationBundle;
}

/** A row for each changed value. */
export function ValueTable({ cells, trans }: IValueTableProps): React.JSX.Element {
  const several = cells.some(cell => cell.table !== '');
  const [part, more] = usePart(cells, FIRST, trans);
  return (
    <>
      <table className="jp-Repro-values" aria-label={trans.__('Values that differ')}>
        <thead>
          <tr>
            {several && <th scope="col">{trans.__('table')}</th>}
            <th scope="col">{trans.__('row')}</th>
            <th scope="col">{trans.__('column')}</th>
            <th scope="col">
              <b aria-hidden="true">−</b> {trans.__('recorded')}
            </th>
            <th scope="col">
              <b aria-hidden="true">+</b> {trans.__('found')}
            </th>
          </tr>
        </thead>
        <tbody>
          {part.map((cell, index) => (
            <Row key={index} cell={cell} several={several} trans={trans} />
          ))}
        </tbody>
      </table>
      {more}
      <Limit count={cells.length} trans={trans} />
    </>
  );
}

interface IRowProps {
  cell: ICell;
  several: boolean;
  trans: TranslationBundle;
}

function Row({ cell, several, trans }: IRowProps): React.JSX.Element {
  const { recorded, found } = cell;
  const value = { recorded, found, trans };
  return (
    <tr>
      {several && <td>{cell.table}</td>}
      <th scope="row">{visible(cell.row)}</th>
      <td>{cell.column ? visible(cell.column) : <i>{trans.__('label')}</i>}</td>
      <td className="jp-mod-recorded">
        <Value side="recorded" {...value} />
      </td>
      <td className="jp-mod-found">
        <Value side="found" {...value} />
      </td>
    </tr>
  );
}
