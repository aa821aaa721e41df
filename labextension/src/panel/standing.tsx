import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { STANDING_ICONS } from '../icons';
import type { ReproModel } from '../model';
import type { StandingName } from '../standing';
import { lastVerdict } from '../standing';
import { standingMeaning, standingWords } from '../words';

const RUNS: ReadonlySet<StandingName> = new Set<StandingName>(['verifying', 'proving', 'packing']);

/** The standing of the notebook, what it means, and how far a verification is. */
export function Standing(props: {
  model: ReproModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  const { standing } = model;
  const notes = lastVerdict(model)?.verdict?.notes ?? [];
  const Icon = STANDING_ICONS[standing.name].react;
  const { name, cell, cells, doing } = standing;
  return (
    <header className={`jp-Repro-standing jp-Repro-standing-${standing.name}`}>
      <h2>
        <Icon tag="span" />
        {standingWords(standing, trans)}
      </h2>
      {RUNS.has(name) && (doing ? <progress /> : <progress max={cells || 1} value={cell} />)}
      <p>{standingMeaning(standing, trans)}</p>
      {[...notes, model.trouble, model.verification?.error, ...model.session.problems]
        .filter(Boolean)
        .map((note, index) => (
          <p key={index} className="jp-Repro-note">
            {note}
          </p>
        ))}
    </header>
  );
}
