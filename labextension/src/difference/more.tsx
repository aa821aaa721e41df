/** A long list, of which a part is shown. */

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** What is added by a click: as much as a browser lays out without a pause. */
const STEP = 200;

/** The first of many and the button that shows more of them, null where there are no more. */
export function usePart<T>(
  all: readonly T[],
  first: number,
  trans: TranslationBundle
): [part: readonly T[], button: React.JSX.Element | null] {
  const [limit, setLimit] = React.useState(first);
  const left = all.length - limit;
  const button = left > 0 && (
    <button type="button" className="jp-Repro-button" onClick={() => setLimit(limit + STEP)}>
      {left > STEP
        ? trans.__('Show %1 more of %2', STEP, left)
        : trans._n('Show %1 more', 'Show %1 more', left)}
    </button>
  );
  return [left > 0 ? all.slice(0, limit) : all, button || null];
}
