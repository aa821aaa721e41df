/** A recorded picture and the one that was found, to be compared by eye. */

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { IDivergence } from '../answers';
import { Blinking } from './blinking';
import { Overlaid } from './overlaid';
import { Figure, type INamedPicture } from './picture';
import type { Mode, PicturesView } from './picturesview';
import { pictureOf } from './png';

interface IPicturesProps {
  divergence: IDivergence;
  trans: TranslationBundle;
  view: PicturesView;
}

/** The pictures in the mode that is chosen, and the choice. */
export function Pictures(props: IPicturesProps): React.JSX.Element | null {
  const { divergence, trans, view } = props;
  const [chosen, setChosen] = React.useState<Mode>(view.mode);
  const sides = React.useMemo(() => sidesOf(divergence, trans), [divergence, trans]);
  const modes = modesOf(sides, trans);
  const mode = modes.find(each => each.mode === chosen) ?? modes[0];
  if (!mode) {
    return null;
  }
  const choose = (next: Mode): void => {
    view.mode = next;
    setChosen(next);
  };
  return (
    <div className="jp-Repro-pictures">
      {modes.length > 1 && (
        <Choice modes={modes} chosen={mode.mode} choose={choose} trans={trans} />
      )}
      <Shown mode={mode.mode} sides={sides} trans={trans} view={view} />
    </div>
  );
}

/** What could be read of the pictures. */
interface ISides {
  pair: [recorded: INamedPicture, found: INamedPicture] | null;
  difference: INamedPicture | null;
}

function sidesOf(divergence: IDivergence, trans: TranslationBundle): ISides {
  const recorded = pictureOf(divergence.recorded_picture);
  const found = pictureOf(divergence.found_picture);
  const difference = pictureOf(divergence.picture);
  const pair: ISides['pair'] =
    recorded && found
      ? [
          { ...recorded, name: trans.__('recorded'), side: 'recorded' },
          { ...found, name: trans.__('found'), side: 'found' }
        ]
      : null;
  const name = trans.__('difference: what changed is red');
  return { pair, difference: difference && { ...difference, name, side: '' } };
}

interface IMode {
  mode: Mode;
  name: string;
}

function modesOf(sides: ISides, trans: TranslationBundle): IMode[] {
  const ofPair: IMode[] = [
    { mode: 'beside', name: trans.__('Side by side') },
    { mode: 'overlaid', name: trans.__('Overlaid') },
    { mode: 'blinking', name: trans.__('Blinking') }
  ];
  const ofDifference: IMode = {
    mode: 'difference',
    name: trans.__('Difference')
  };
  return [...(sides.pair ? ofPair : []), ...(sides.difference ? [ofDifference] : [])];
}

interface IChoiceProps {
  modes: IMode[];
  chosen: Mode;
  choose: (mode: Mode) => void;
  trans: TranslationBundle;
}

/** Radio buttons of the browser's own: arrow keys move between them. */
function Choice({ modes, chosen, choose, trans }: IChoiceProps): React.JSX.Element {
  const group = React.useId();
  return (
    <div
      className="jp-Repro-pictures-choice"
      role="radiogroup"
      aria-label={trans.__('How to compare the pictures')}
    >
      {modes.map(({ mode, name }) => (
        <label key={mode}>
          <input
            type="radio"
            name={group}
            checked={mode === chosen}
            onChange={() => choose(mode)}
          />
          <span>{name}</span>
        </label>
      ))}
    </div>
  );
}

interface IShownProps {
  mode: Mode;
  sides: ISides;
  trans: TranslationBundle;
  view: PicturesView;
}

function Shown({ mode, sides, trans, view }: IShownProps): React.JSX.Element | null {
  if (mode === 'difference' || !sides.pair) {
    return sides.difference && <Figure picture={sides.difference} />;
  }
  if (mode === 'overlaid') {
    return <Overlaid pair={sides.pair} trans={trans} view={view} />;
  }
  if (mode === 'blinking') {
    return <Blinking pair={sides.pair} trans={trans} />;
  }
  return (
    <div className="jp-Repro-pictures-pair">
      {sides.pair.map(picture => (
        <Figure key={picture.side} picture={picture} />
      ))}
    </div>
  );
}
