import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Act } from '../causeList';
import { Remedy } from '../causeList';
import type { ReproModel } from '../model';
import { said } from '../serverWords';
import { Section } from './section';

/** How the session, or the one that was recorded, differed from a run from top to bottom; and what cannot be pinned. */
export function HiddenState(props: {
  model: ReproModel;
  trans: TranslationBundle;
  act: Act;
}): React.JSX.Element {
  const { model, trans, act } = props;
  const now = model.session.hidden_state;
  const recorded = model.state?.hidden_state ?? [];
  return (
    <>
      {now.length + recorded.length > 0 && (
        <Section title={trans.__('Hidden state')} count={now.length + recorded.length} isOpen>
          <Sentences sentences={now} trans={trans} />
          {recorded.length > 0 && <p>{trans.__('When it was recorded:')}</p>}
          <Sentences sentences={recorded} trans={trans} />
          <Remedy
            remedy={trans.__('restart the kernel and run all cells before you record')}
            actions={[{ do: 'restart', name: '' }]}
            trans={trans}
            act={act}
          />
        </Section>
      )}
      {model.session.not_pinned.length > 0 && (
        <Section title={trans.__('Cannot be pinned here')} count={model.session.not_pinned.length}>
          <Sentences sentences={model.session.not_pinned} trans={trans} />
        </Section>
      )}
    </>
  );
}

function Sentences(props: {
  sentences: readonly string[];
  trans: TranslationBundle;
}): React.JSX.Element {
  return (
    <ul>
      {props.sentences.map(sentence => (
        <li key={sentence}>{said(sentence, props.trans)}</li>
      ))}
    </ul>
  );
}
