import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import * as React from 'react';
import type { Act } from '../causeList';
import { reproIcon } from '../icons';
import { inBackground } from '../inBackground';
import type { ReproModel } from '../model';
import type { IReproModels } from '../models';
import { Context, DRIFT_CLASS } from './context';
import { Costs } from './costs';
import { Departures } from './departures';
import { Findings } from './findings';
import { HiddenState } from './hiddenState';
import { NextStep } from './nextStep';
import { Standing } from './standing';

export const PANEL_ID = 'jupyter-repro-panel';

/** All that is known of the notebook in front: what it depends on, what drifted, what diverged and why. */
export class SidePanel extends ReactWidget {
  constructor(private readonly _options: SidePanel.IOptions) {
    super();
    const { trans } = _options;
    this.id = PANEL_ID;
    this.title.icon = reproIcon;
    this.title.caption = trans.__('Reproducibility');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Reproducibility'));
    this.addClass('jp-Repro-panel');
  }

  /** Bring what has changed since the notebook was recorded into view. */
  showDrift(): void {
    this._isDriftWanted = true;
    this.update();
  }

  protected override onUpdateRequest(message: Message): void {
    super.onUpdateRequest(message);
    if (this._isDriftWanted && this.isVisible) {
      this._isDriftWanted = false;
      inBackground(Promise.resolve(this.renderPromise).then(() => this._showDrift()));
    }
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    // nothing was made for it while it was not seen
    this.update();
  }

  protected override render(): React.JSX.Element {
    const { models } = this._options;
    return (
      <UseSignal signal={models.currentChanged}>
        {() => (this.isVisible ? <Body {...this._options} model={models.current} /> : null)}
      </UseSignal>
    );
  }

  private _showDrift(): void {
    const section = this.node.querySelector<HTMLDetailsElement>(`.${DRIFT_CLASS}`);
    if (section) {
      section.open = true;
      section.scrollIntoView({ block: 'start' });
      section.querySelector('summary')?.focus();
    }
  }

  /** Until it has been seen. */
  private _isDriftWanted = false;
}

function Body(props: SidePanel.IOptions & { model: ReproModel | null }): React.JSX.Element {
  const { model, trans, act, showCell, takeNextStep, cancel } = props;
  if (!model) {
    return <p className="jp-Repro-quiet">{trans.__('No notebook is in front.')}</p>;
  }
  return (
    <>
      <Standing model={model} trans={trans} cancel={cancel} />
      <NextStep model={model} trans={trans} take={takeNextStep} />
      <Departures model={model} trans={trans} showCell={showCell} />
      <Findings model={model} trans={trans} act={act} showCell={showCell} />
      <HiddenState model={model} trans={trans} act={act} />
      <Costs model={model} trans={trans} showCell={showCell} />
      <Context model={model} trans={trans} act={act} />
    </>
  );
}

export namespace SidePanel {
  export interface IOptions {
    models: IReproModels;
    trans: TranslationBundle;
    act: Act;
    /** Bring a cell into view with its difference. */
    showCell: (id: string) => void;
    takeNextStep: () => void;
    /** End what was started. */
    cancel: () => void;
  }
}
