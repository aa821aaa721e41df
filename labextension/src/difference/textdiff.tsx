/** Lines side by side, or one below the other where there is no room. */

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { usePart } from './more';
import { rowsOf, type ILine, type IRow } from './rows';
import { Spans } from './spans';
import { withoutColours } from './visible';
import { emphasised, type ISpan } from './words';

/** Rows that are shown before a reader asks for more. */
const FIRST = 30;

interface ITextDiffProps {
  diff: string;
  trans: TranslationBundle;
}

/** The rows of a unified diff. */
export function TextDiff({ diff, trans }: ITextDiffProps): React.JSX.Element {
  const rows = React.useMemo(() => rowsOf(diff), [diff]);
  const [part, more] = usePart(rows, FIRST, trans);
  return (
    <>
      <div className="jp-Repro-diff" role="table" aria-label={trans.__('Lines that differ')}>
        <div className="jp-Repro-diff-row jp-mod-head" role="row">
          <span role="columnheader" className="jp-Repro-diff-head">
            <b aria-hidden="true">−</b> {trans.__('recorded')}
          </span>
          <span role="columnheader" className="jp-Repro-diff-head">
            <b aria-hidden="true">+</b> {trans.__('found')}
          </span>
        </div>
        {part.map((row, index) => (
          <Row key={index} row={row} />
        ))}
      </div>
      {more}
    </>
  );
}

const Row = React.memo(function Row({ row }: { row: IRow }): React.JSX.Element {
  if (row.kind === 'gap') {
    return (
      <div className="jp-Repro-diff-row jp-mod-gap" role="row">
        <span role="cell" aria-colspan={2}>
          ⋯
        </span>
      </div>
    );
  }
  const [left, right] = spansOf(row);
  return (
    <div className={`jp-Repro-diff-row jp-mod-${row.kind}`} role="row">
      <Side side="recorded" line={row.recorded} spans={left} />
      <Side side="found" line={row.found} spans={right} />
    </div>
  );
});

function spansOf({ kind, recorded, found }: IRow): [ISpan[], ISpan[]] {
  const [before, now] = withoutColours(recorded?.text ?? '', found?.text ?? '');
  if (kind === 'changed' && recorded && found) {
    return emphasised(before, now);
  }
  return [[{ text: before, changed: false }], [{ text: now, changed: false }]];
}

interface ISideProps {
  side: 'recorded' | 'found';
  line: ILine | null;
  spans: ISpan[];
}

function Side({ side, line, spans }: ISideProps): React.JSX.Element {
  const empty = line ? '' : ' jp-mod-empty';
  return (
    <span className={`jp-Repro-diff-side jp-mod-${side}${empty}`} role="cell">
      {line && (
        <>
          <span className="jp-Repro-diff-number">{line.number}</span>
          <span className="jp-Repro-diff-sign" />
          <span className="jp-Repro-diff-line">
            <Spans side={side} spans={spans} />
          </span>
        </>
      )}
    </span>
  );
}
