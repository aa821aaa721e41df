import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { costliest } from '../cellCost';
import type { ReproModel } from '../model';
import { CellLink } from './cellLink';
import { Section } from './section';

/** The cells of which the verified run took most, in time and memory. */
export function Costs(props: {
  model: ReproModel;
  trans: TranslationBundle;
  showCell: (id: string) => void;
}): React.JSX.Element {
  const { model, trans, showCell } = props;
  const found = costliest(model.marks, trans);
  if (!found.length) {
    return <></>;
  }
  return (
    <Section title={trans.__('Cells that took longest')}>
      {found.map(each => (
        <CellLink key={each.id} {...each} showCell={showCell} />
      ))}
    </Section>
  );
}
