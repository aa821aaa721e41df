import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { STANDING_ICONS } from '../icons';
import type { ReproModel } from '../model';
import { standingMeaning, standingWords } from '../words';

/** The standing of the notebook, what it means, and how far a verification is. */
export function Standing(props: {
  model: ReproModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  const { standing } = model;
  const Icon = STANDING_ICONS[standing.name].react;
  const job = model.verification;
  const isVerifying = standing.name === 'verifying' || standing.name === 'packing';
  return (
    <header className={`jp-Repro-standing jp-Repro-standing-${standing.name}`}>
      <h2>
        <Icon tag="span" />
        {standingWords(standing, trans)}
      </h2>
      {isVerifying && <progress max={standing.cells || 1} value={standing.cell} />}
      <p>{standingMeaning(standing, trans)}</p>
      {[...(job?.verdict?.notes ?? []), model.trouble, job?.error, ...model.session.problems]
        .filter(Boolean)
        .map((note, index) => (
          <p key={index} className="jp-Repro-note">
            {note}
          </p>
        ))}
    </header>
  );
}
