import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { MarkName } from '../cellMark';
import type { ReproModel } from '../model';
import { said } from '../serverWords';
import { CellLink } from './cellLink';
import { Section } from './section';

/** The cells on the screen that are not what was recorded: their outputs, and their sources. */
export function Departures(props: {
  model: ReproModel;
  trans: TranslationBundle;
  showCell: (id: string) => void;
}): React.JSX.Element {
  const { trans } = props;
  return (
    <>
      <Marked
        {...props}
        name="other-outputs"
        title={trans.__('Other outputs than were recorded')}
      />
      <Marked {...props} name="stale" title={trans.__('Edited since it was recorded')} />
    </>
  );
}

function Marked(props: {
  model: ReproModel;
  name: MarkName;
  title: string;
  trans: TranslationBundle;
  showCell: (id: string) => void;
}): React.JSX.Element {
  const { model, name, title, trans, showCell } = props;
  const found = [...model.marks].filter(([, mark]) => mark.name === name);
  if (!found.length) {
    return <></>;
  }
  return (
    <Section title={title} count={found.length} isOpen>
      {found.map(([id, { cell, shown }]) => (
        <CellLink
          key={id}
          id={id}
          cell={cell}
          words={said(shown[0]?.summary ?? '', trans)}
          showCell={showCell}
        />
      ))}
    </Section>
  );
}
