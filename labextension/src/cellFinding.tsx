import { ReactWidget } from '@jupyterlab/ui-components';
import type { ITranslator } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Panel } from '@lumino/widgets';
import * as React from 'react';
import type { ICellVerdict } from './answers';
import type { Act } from './causeList';
import { CauseList } from './causeList';
import type { IIndexed } from './cellName';
import { cellName } from './cellName';
import { DifferenceWidget } from './difference/widget';

/** What a verification found of a cell, below it: why it diverged, and the difference. */
export class CellFinding extends Panel {
  constructor(private readonly _options: CellFinding.IOptions) {
    super();
    const { cell, cells, translator, act, onClose } = _options;
    const name = cellName(cells, cell.index);
    const trans = translator.load('jupyter_repro');
    this.addClass('jp-Repro-finding');
    this.node.tabIndex = -1;
    // keys are for what is focused here, not for the notebook around it
    this.node.setAttribute('data-lm-suppress-shortcuts', 'true');
    this.addWidget(new DifferenceWidget({ cell, name, translator, onClose }));
    if (cell.causes.length) {
      const causes = ReactWidget.create(
        <CauseList causes={cell.causes} cells={cells} trans={trans} act={act} />
      );
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
    /** All code cells of the notebook that was verified. */
    cells: readonly IIndexed[];
    translator: ITranslator;
    act: Act;
    onClose: () => void;
  }
}
