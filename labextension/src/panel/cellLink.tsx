import * as React from 'react';

/** A cell that a click brings into view, and a few words about it. */
export function CellLink(props: {
  id: string;
  /** As people see it: `[4]`. */
  cell: string;
  words: string;
  showCell: (id: string) => void;
}): React.JSX.Element {
  const { id, cell, words, showCell } = props;
  return (
    <div className="jp-Repro-cellLink">
      <button type="button" className="jp-Repro-link" onClick={() => showCell(id)}>
        {cell}
      </button>{' '}
      {words}
    </div>
  );
}
