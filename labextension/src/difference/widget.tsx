/** The difference of one cell, to stand below it in the notebook. */

import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, closeIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { ICellVerdict } from '../answers';
import { Output } from './output';
import { outputsOf } from './outputs';
import { PicturesView } from './picturesview';

/** What a difference is made of. */
export interface IDifferenceOptions {
  cell: ICellVerdict;
  /** Of the cell, as people see it: `[4]`. */
  name: string;
  /** Whether what was found are the outputs on the screen, and not those of a run. */
  isOnScreen: boolean;
  translator: ITranslator;
  /** What its close button, and the Escape key, do. */
  onClose: () => void;
}

/** Shows what of a cell's outputs differs; what is shown of it never leaves its box. */
export class DifferenceWidget extends ReactWidget {
  constructor(options: IDifferenceOptions) {
    super();
    this._cell = options.cell;
    this._name = options.name;
    this._isOnScreen = options.isOnScreen;
    this._trans = options.translator.load('jupyter_repro');
    this._onClose = options.onClose;
    this.addClass('jp-Repro-Difference');
    // keys are for what is focused here, not for the notebook around it
    this.node.setAttribute('data-lm-suppress-shortcuts', 'true');
  }

  protected override render(): React.JSX.Element {
    return (
      <Difference
        cell={this._cell}
        name={this._name}
        isOnScreen={this._isOnScreen}
        trans={this._trans}
        view={this._view}
        onClose={this._onClose}
      />
    );
  }

  private readonly _cell: ICellVerdict;
  private readonly _name: string;
  private readonly _isOnScreen: boolean;
  private readonly _trans: TranslationBundle;
  private readonly _onClose: () => void;
  // React forgets when the widget is detached, as a windowed notebook does
  private readonly _view = new PicturesView();
}

interface IDifferenceProps {
  cell: ICellVerdict;
  name: string;
  isOnScreen: boolean;
  trans: TranslationBundle;
  view: PicturesView;
  onClose: () => void;
}

function Difference(props: IDifferenceProps): React.JSX.Element {
  const { cell, name, trans, view, onClose } = props;
  const outputs = React.useMemo(() => outputsOf(cell.divergences), [cell]);
  const heading = React.useId();
  return (
    <section
      className="jp-Repro-difference-body"
      aria-labelledby={heading}
      onKeyDown={event => event.key === 'Escape' && onClose()}
    >
      <header className="jp-Repro-difference-header">
        <h3 id={heading}>{title(props, trans)}</h3>
        <button
          type="button"
          className="jp-Repro-difference-close"
          aria-label={trans.__('Close the difference of %1', name)}
          title={trans.__('Close')}
          onClick={onClose}
        >
          <closeIcon.react tag="span" />
        </button>
      </header>
      {outputs.map(output => (
        <Output key={output.key} output={output} trans={trans} view={view} />
      ))}
    </section>
  );
}

function title({ cell, name, isOnScreen }: IDifferenceProps, trans: TranslationBundle): string {
  if (isOnScreen) {
    return trans.__('%1 shows other outputs than were recorded', name);
  }
  return cell.status === 'diverged'
    ? trans.__('%1 diverged: difference', name)
    : trans.__('%1: difference', name);
}
