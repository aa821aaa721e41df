/** The two sides of one value. */

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Spans } from './spans';
import { emphasised } from './words';

/** Differences that a verdict holds of one representation. */
const MOST_CHANGES = 200;

interface IValueProps {
  side: 'recorded' | 'found';
  recorded: string;
  found: string;
  trans: TranslationBundle;
}

/** One side of a value, with what changed in it; in words where it is missing. */
export function Value(props: IValueProps): React.JSX.Element {
  const { side, recorded, found, trans } = props;
  const text = side === 'recorded' ? recorded : found;
  const spans = React.useMemo(() => {
    const [left, right] = emphasised(recorded, found);
    return side === 'recorded' ? left : right;
  }, [side, recorded, found]);
  return (
    <span className={`jp-Repro-value jp-mod-${side}`}>
      {text === '' ? <i>{trans.__('missing')}</i> : <Spans side={side} spans={spans} />}
    </span>
  );
}

interface ILimitProps {
  count: number;
  trans: TranslationBundle;
}

/** That there may be more values than a verdict holds. */
export function Limit({ count, trans }: ILimitProps): React.JSX.Element | null {
  return count < MOST_CHANGES ? null : (
    <p className="jp-Repro-divergence-aside">
      {trans.__('Only the first %1 values that differ are listed.', count)}
    </p>
  );
}
