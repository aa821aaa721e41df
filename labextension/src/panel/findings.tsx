import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ICellVerdict } from '../answers';
import type { Act } from '../causeList';
import { CauseList } from '../causeList';
import { isUndone } from '../causeState';
import { isActive } from '../knownJobs';
import type { ReproModel } from '../model';
import { Proof } from '../proof';
import { said } from '../serverWords';
import { lastVerdict } from '../standing';
import { Section } from './section';

/** The cells that did not come out again: the first with its causes, the others as links. */
export function Findings(props: {
  model: ReproModel;
  trans: TranslationBundle;
  act: Act;
  showCell: (id: string) => void;
}): React.JSX.Element {
  const { model, trans, act, showCell } = props;
  const found = [...model.marks].flatMap(([id, { verdict, verified, cell }]) =>
    verdict && (verdict.status === 'diverged' || verdict.status === 'failed')
      ? [{ id, cell, verified, verdict }]
      : []
  );
  const [first, ...others] = found;
  const judged = lastVerdict(model)?.verdict;
  if (!first) {
    return <></>;
  }
  return (
    <Section title={trans.__('What diverged, and why')} count={found.length} isOpen>
      <CellLink {...first} trans={trans} showCell={showCell} />
      <CauseList
        causes={first.verdict.causes}
        cells={first.verified}
        isUndone={cause => isUndone(cause, model)}
        trans={trans}
        act={act}
      />
      {judged && first.verdict.index === judged.first_divergence && (
        <Proof verdict={judged} isBusy={isActive(model.verification)} trans={trans} act={act} />
      )}
      {others.map(other => (
        <CellLink key={other.id} {...other} trans={trans} showCell={showCell} />
      ))}
    </Section>
  );
}

function CellLink(props: {
  id: string;
  cell: string;
  verdict: ICellVerdict;
  trans: TranslationBundle;
  showCell: (id: string) => void;
}): React.JSX.Element {
  const { id, cell, verdict, trans, showCell } = props;
  return (
    <div className="jp-Repro-cellLink">
      <button type="button" className="jp-Repro-link" onClick={() => showCell(id)}>
        {cell}
      </button>{' '}
      {said(verdict.divergences[0]?.summary ?? verdict.status, trans)}
    </div>
  );
}
