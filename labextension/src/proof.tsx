import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ICause, IVerdict } from './answers';
import type { Act } from './causeList';
import { attributionWords, EXPERIMENT_MARKS, experimentWords } from './proofWords';

/** The causes of the first divergence that experiments have proven. */
export function provenCauses(verdict: IVerdict | null): ICause[] {
  const root = verdict?.cells.find(cell => cell.index === verdict.first_divergence);
  return verdict?.experiments.length && root
    ? root.causes.filter(cause => cause.certainty === 'proven')
    : [];
}

/** Below the causes of the cell that diverged first: the experiments that show them, or a button that makes them. */
export function Proof(props: {
  verdict: IVerdict;
  /** Whether it is verified or proven at this moment. */
  isBusy: boolean;
  trans: TranslationBundle;
  act: Act;
}): React.JSX.Element {
  const { verdict, isBusy, trans, act } = props;
  if (verdict.experiments.length) {
    return <Experiments verdict={verdict} trans={trans} />;
  }
  return (
    <button
      type="button"
      className="jp-Repro-action jp-Repro-prove jp-mod-styled"
      title={trans.__(
        'Run this notebook again with one thing held, varied or put back, until the output returns'
      )}
      disabled={isBusy}
      onClick={() => act({ do: 'prove', name: '' })}
    >
      {trans.__('Prove')}
    </button>
  );
}

function Experiments(props: { verdict: IVerdict; trans: TranslationBundle }): React.JSX.Element {
  const { verdict, trans } = props;
  return (
    <div className="jp-Repro-proof">
      <h4>{trans.__('Shown by')}</h4>
      <ul className="jp-Repro-experiments">
        {verdict.experiments.map((experiment, index) => (
          <li
            key={index}
            className={`jp-Repro-experiment jp-Repro-experiment-${experiment.outcome}`}
          >
            <span className="jp-Repro-experimentMark" aria-hidden="true">
              {EXPERIMENT_MARKS[experiment.outcome]}
            </span>
            <span>{experimentWords(experiment, trans)}</span>
          </li>
        ))}
      </ul>
      {verdict.attributions.length > 0 && (
        <>
          <h4>{trans.__('Where the change comes from')}</h4>
          <ul className="jp-Repro-experiments">
            {verdict.attributions.map((attribution, index) => (
              <li key={index}>{attributionWords(attribution, verdict, trans)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
