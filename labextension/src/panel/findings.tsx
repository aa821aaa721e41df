import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ICellVerdict } from '../answers';
import type { Act } from '../causeList';
import { CauseList } from '../causeList';
import type { ReproModel } from '../model';
import { Section } from './section';

/** The cells that did not come out again: the first with its causes, the others as links. */
export function Findings(props: {
  model: ReproModel;
  trans: TranslationBundle;
  act: Act;
  showCell: (id: string) => void;
}): React.JSX.Element {
  const { model, trans, act, showCell } = props;
  const found = [...model.marks].flatMap(([id, { verdict, index }]) =>
    verdict && (verdict.status === 'diverged' || verdict.status === 'failed')
      ? [{ id, index, verdict }]
      : []
  );
  const [first, ...others] = found;
  if (!first) {
    return <></>;
  }
  return (
    <Section title={trans.__('What diverged, and why')} count={found.length} isOpen>
      <CellLink {...first} trans={trans} showCell={showCell} />
      <CauseList causes={first.verdict.causes} trans={trans} act={act} />
      {others.map(other => (
        <CellLink key={other.id} {...other} trans={trans} showCell={showCell} />
      ))}
    </Section>
  );
}

function CellLink(props: {
  id: string;
  index: number;
  verdict: ICellVerdict;
  trans: TranslationBundle;
  showCell: (id: string) => void;
}): React.JSX.Element {
  const { id, index, verdict, trans, showCell } = props;
  return (
    <div className="jp-Repro-cellLink">
      <button type="button" className="jp-Repro-link" onClick={() => showCell(id)}>
        {trans.__('Cell %1', index)}
      </button>{' '}
      {verdict.divergences[0]?.summary ?? verdict.status}
    </div>
  );
}
