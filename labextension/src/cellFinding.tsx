import { ReactWidget } from '@jupyterlab/ui-components';
import type { ITranslator } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Panel } from '@lumino/widgets';
import * as React from 'react';
import type { ICellVerdict } from './answers';
import type { Act } from './causeList';
import { CauseList } from './causeList';
import { DifferenceWidget } from './difference/widget';

/** What a verification found of a cell, below it: why it diverged, and the difference. */
export class CellFinding extends Panel {
  constructor(private readonly _options: CellFinding.IOptions) {
    super();
    const { cell, translator, act, onClose } = _options;
    const trans = translator.load('jupyter_repro');
    this.addClass('jp-Repro-finding');
    this.node.tabIndex = -1;
    // keys are for what is focused here, not for the notebook around it
    this.node.setAttribute('data-lm-suppress-shortcuts', 'true');
    this.addWidget(new DifferenceWidget({ cell, translator, onClose }));
    if (cell.causes.length) {
      const causes = ReactWidget.create(<CauseList causes={cell.causes} trans={trans} act={act} />);
      this.addWidget(causes);
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

export namespace CellFinding {
  export interface IOptions {
    cell: ICellVerdict;
    translator: ITranslator;
    act: Act;
    onClose: () => void;
  }
}
