import type { ITranslator } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { Panel } from '@lumino/widgets';
import * as React from 'react';
import type { ICellVerdict, IVerdict } from './answers';
import type { Act } from './causeList';
import { CauseList } from './causeList';
import { isUndone } from './causeState';
import { DifferenceWidget } from './difference/widget';
import { isActive } from './knownJobs';
import type { ReproModel } from './model';
import { Proof } from './proof';

/** What a verification found of a cell, below it: the difference, why it diverged, and what shows it. */
export class CellFinding extends Panel {
  constructor(private readonly _options: CellFinding.IOptions) {
    super();
    const { cell, name, verdict, translator, onClose } = _options;
    this.addClass('jp-Repro-finding');
    this.node.tabIndex = -1;
    // keys are for what is focused here, not for the notebook around it
    this.node.setAttribute('data-lm-suppress-shortcuts', 'true');
    const isOnScreen = verdict === null;
    this.addWidget(new DifferenceWidget({ cell, name, isOnScreen, translator, onClose }));
    if (verdict) {
      this.addWidget(ReactWidget.create(<Why {..._options} verdict={verdict} />));
    }
  }

  /** Escape closes it. */
  handleEvent(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this._options.onClose();
    }
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.node.addEventListener('keydown', this);
  }

  protected override onBeforeDetach(message: Message): void {
    this.node.removeEventListener('keydown', this);
    super.onBeforeDetach(message);
  }
}

function Why(props: CellFinding.IOptions & { verdict: IVerdict }): React.JSX.Element {
  const { cell, verdict, model, translator, act } = props;
  const trans = translator.load('jupyter_repro');
  const isFirst = cell.index === verdict.first_divergence;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <>
          <CauseList
            causes={cell.causes}
            cells={verdict.cells}
            isUndone={cause => isUndone(cause, model)}
            trans={trans}
            act={act}
          />
          {isFirst && (
            <Proof
              verdict={verdict}
              isBusy={isActive(model.verification)}
              trans={trans}
              act={act}
            />
          )}
        </>
      )}
    </UseSignal>
  );
}

export namespace CellFinding {
  export interface IOptions {
    cell: ICellVerdict;
    /** Of the cell, as people see it: `[4]`. */
    name: string;
    /** That it is of; null for outputs on the screen, which nobody has verified. */
    verdict: IVerdict | null;
    model: ReproModel;
    translator: ITranslator;
    act: Act;
    onClose: () => void;
  }
}
