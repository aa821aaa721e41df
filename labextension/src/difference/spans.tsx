/** A text of one side with what changed in it. */

import * as React from 'react';

import { visible } from './visible';
import type { ISpan } from './words';

interface ISpansProps {
  side: 'recorded' | 'found';
  spans: ISpan[];
}

/** What changed is deleted text of the recorded side, and inserted text of the one found. */
export function Spans({ side, spans }: ISpansProps): React.JSX.Element {
  const Changed = side === 'recorded' ? 'del' : 'ins';
  return (
    <>
      {spans.map(({ text, changed }, index) =>
        changed ? (
          <Changed key={index}>{visible(text)}</Changed>
        ) : (
          <React.Fragment key={index}>{visible(text)}</React.Fragment>
        )
      )}
    </>
  );
}
