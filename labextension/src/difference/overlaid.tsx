/** One picture over the other, with a slider for the border between them. */

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Stack, type INamedPicture } from './picture';
import type { PicturesView } from './picturesview';

interface IOverlaidProps {
  pair: [INamedPicture, INamedPicture];
  trans: TranslationBundle;
  view: PicturesView;
}

/** Left of the border the recorded picture, right of it the one that was found. */
export function Overlaid({ pair, trans, view }: IOverlaidProps): React.JSX.Element {
  const [swipe, setSwipe] = React.useState(view.swipe);
  const move = (event: React.ChangeEvent<HTMLInputElement>): void => {
    view.swipe = event.target.valueAsNumber;
    setSwipe(view.swipe);
  };
  const width = Math.max(pair[0].width, pair[1].width);
  return (
    <div className="jp-Repro-pictures-overlaid" style={{ maxWidth: width }}>
      <input
        type="range"
        min={0}
        max={100}
        value={swipe}
        aria-label={trans.__(
          'Recorded picture left of here, found picture right, in percent of the width'
        )}
        onChange={move}
      />
      <div className="jp-Repro-pictures-border">
        <Stack pair={pair} styles={clipped(pair, width, swipe)} />
        <span className="jp-Repro-pictures-line" style={{ left: `${swipe}%` }} />
      </div>
      <p className="jp-Repro-pictures-ends">
        <span>{trans.__('− recorded')}</span>
        <span>{trans.__('+ found')}</span>
      </p>
    </div>
  );
}

/** Each picture up to the border, which is in percent of the wider one. */
function clipped(
  pair: [INamedPicture, INamedPicture],
  width: number,
  swipe: number
): [React.CSSProperties, React.CSSProperties] {
  const [left, right] = pair.map(each => Math.min(100, (swipe * width) / each.width)) as [
    number,
    number
  ];
  return [{ clipPath: `inset(0 ${100 - left}% 0 0)` }, { clipPath: `inset(0 0 0 ${right}%)` }];
}
