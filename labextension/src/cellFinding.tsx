import { ReactWidget } from '@jupyterlab/ui-components';
import type { ITranslator } from '@jupyterlab/translation';
import { Panel } from '@lumino/widgets';
import * as React from 'react';
import type { ICellVerdict } from './answers';
import type { Act } from './causeList';
import { CauseList } from './causeList';
import { DifferenceWidget } from './difference/widget';

/** What a verification found of a cell, below it: why it diverged, and the difference. */
export class CellFinding extends Panel {
  constructor({ cell, translator, act, onClose }: CellFinding.IOptions) {
    super();
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
}

export namespace CellFinding {
  export interface IOptions {
    cell: ICellVerdict;
    translator: ITranslator;
    act: Act;
    onClose: () => void;
  }
}
