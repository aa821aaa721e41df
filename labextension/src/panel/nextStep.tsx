import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { CommandLine } from '../commandLine';
import type { ReproModel } from '../model';
import type { StepName } from '../nextStep';
import { stepLabel, stepReason } from '../stepWords';

const NEEDS_KERNEL: ReadonlySet<StepName> = new Set<StepName>([
  'pin-and-run',
  'pin',
  'run',
  'snapshot'
]);

/** The one thing to do next, as a button, and why. */
export function NextStep(props: {
  model: ReproModel;
  trans: TranslationBundle;
  take: () => void;
}): React.JSX.Element {
  const { model, trans, take } = props;
  const step = model.nextStep;
  if (!step) {
    return <></>;
  }
  const isWaiting = model.isKernelBusy && NEEDS_KERNEL.has(step.name);
  const label = stepLabel(step, trans);
  return (
    <div className="jp-Repro-next">
      <p>{stepReason(step, trans)}</p>
      {step.name === 'outside' && (
        <CommandLine command={`jupyter repro snapshot ${model.path}`} trans={trans} />
      )}
      {label && (
        <button
          type="button"
          className="jp-Repro-nextButton jp-mod-styled jp-mod-accept"
          onClick={take}
        >
          {label}
        </button>
      )}
      {isWaiting && (
        <p className="jp-Repro-quiet">
          {trans.__('The kernel is busy; this begins when its cells have ended.')}
        </p>
      )}
    </div>
  );
}
