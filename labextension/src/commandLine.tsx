import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { copyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

/** A command to be typed, which can be copied. */
export function CommandLine(props: {
  command: string;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { command, trans } = props;
  return (
    <div className="jp-Repro-command">
      <code>{command}</code>
      <button
        type="button"
        className="jp-Repro-copy"
        title={trans.__('Copy')}
        aria-label={trans.__('Copy the command %1', command)}
        onClick={() => Clipboard.copyToSystem(command)}
      >
        <copyIcon.react tag="span" />
      </button>
    </div>
  );
}
