/** Two pictures in turn, so that what moved catches the eye. */

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Stack, type INamedPicture } from './picture';

/** Milliseconds that a picture is shown: never more than two changes a second. */
const SHOWN_FOR = 700;

const SEEN: React.CSSProperties = {};
const UNSEEN: React.CSSProperties = { visibility: 'hidden' };

interface IBlinkingProps {
  pair: [INamedPicture, INamedPicture];
  trans: TranslationBundle;
}

/** Starts by itself, except for who asked the system for less motion. */
export function Blinking({ pair, trans }: IBlinkingProps): React.JSX.Element {
  const [running, setRunning] = React.useState(() => !isStillWished());
  const recorded = useTurns(running);
  const shown = pair[recorded ? 0 : 1];
  return (
    <div className="jp-Repro-pictures-blinking">
      <button type="button" className="jp-Repro-button" onClick={() => setRunning(!running)}>
        {running ? trans.__('Stop blinking') : trans.__('Start blinking')}
      </button>
      <Stack pair={pair} styles={recorded ? [SEEN, UNSEEN] : [UNSEEN, SEEN]} />
      <p className="jp-Repro-pictures-ends">
        <span>
          {recorded ? '− ' : '+ '}
          {shown.name}
        </span>
      </p>
    </div>
  );
}

function isStillWished(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** True and false in turn while it is running. */
function useTurns(running: boolean): boolean {
  const [first, setFirst] = React.useState(true);
  React.useEffect(() => {
    if (!running) {
      return undefined;
    }
    const timer = window.setInterval(() => setFirst(was => !was), SHOWN_FOR);
    return () => window.clearInterval(timer);
  }, [running]);
  return first;
}
