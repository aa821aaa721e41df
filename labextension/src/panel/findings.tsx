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
import { CellLink } from './cellLink';
import { Section } from './section';

/** The cells that did not reproduce: the first with its causes, the others as links. */
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
      <CellLink {...first} words={diverged(first.verdict, trans)} showCell={showCell} />
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
        <CellLink
          key={other.id}
          {...other}
          words={diverged(other.verdict, trans)}
          showCell={showCell}
        />
      ))}
    </Section>
  );
}

function diverged({ divergences, status }: ICellVerdict, trans: TranslationBundle): string {
  return said(divergences[0]?.summary ?? status, trans);
}
