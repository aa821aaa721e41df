import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IDrifted } from '../answers';
import type { Act } from '../causeList';
import { Remedy } from '../causeList';
import type { ReproModel } from '../model';
import { exactWords, whenWords } from '../moments';
import { said } from '../serverWords';
import { Section } from './section';

/** Digits of a digest that tell two apart. */
const SHORT = 12;

/** Of the section of what has drifted. */
export const DRIFT_CLASS = 'jp-Repro-drift';

/** What the result depends on, in words; what of it has drifted stands first. */
export function Context(props: {
  model: ReproModel;
  trans: TranslationBundle;
  act: Act;
}): React.JSX.Element {
  const { model, trans, act } = props;
  const drifted = model.drift?.changes ?? [];
  const { state } = model;
  if (!state?.recorded) {
    return <></>;
  }
  return (
    <>
      {drifted.length > 0 && (
        <Section
          title={trans.__('Changed since it was recorded')}
          count={drifted.length}
          className={DRIFT_CLASS}
          isOpen
        >
          <Drift drifted={drifted} trans={trans} act={act} />
        </Section>
      )}
      <p className="jp-Repro-quiet" title={exactWords(state.recorded)}>
        {trans.__('Recorded %1', whenWords(state.recorded, trans))}
      </p>
      {state.sections.map(({ topic, facts }) => (
        <Section
          key={topic}
          title={said(topic, trans)}
          count={facts.length}
          isOpen={topic !== 'packages'}
        >
          <dl>
            {facts.map(({ name, what }, index) => (
              <React.Fragment key={index}>
                <dt>{said(name, trans)}</dt>
                <dd>{said(what, trans)}</dd>
              </React.Fragment>
            ))}
          </dl>
        </Section>
      ))}
    </>
  );
}

function Drift(props: {
  drifted: readonly IDrifted[];
  trans: TranslationBundle;
  act: Act;
}): React.JSX.Element {
  const { drifted, trans, act } = props;
  return (
    <ul className="jp-Repro-causes">
      {drifted.map(change => (
        <li key={`${change.kind} ${change.name}`} className="jp-Repro-cause">
          <strong>{said(change.kind, trans)}</strong> {change.name}
          <div className="jp-Repro-quiet">
            {trans.__('%1 → %2', short(change.recorded), short(change.found))}
          </div>
          <Remedy remedy={change.remedy} actions={change.actions} trans={trans} act={act} />
        </li>
      ))}
    </ul>
  );
}

function short(value: string): string {
  const [, digits] = /^blake3:([0-9a-f]+)$/.exec(value) ?? [];
  return digits ? `${digits.slice(0, SHORT)}…` : value;
}
