import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import * as React from 'react';
import { CommandIDs } from './commandIds';
import { STANDING_ICONS } from './icons';
import type { IReproModels } from './models';
import { exactWords } from './moments';
import type { INextStep } from './nextStep';
import { attempt } from './notices';
import type { IStanding } from './standing';
import { stepLabel, stepReason } from './stepWords';
import { standingMeaning, standingWords } from './words';

const CLASS = 'jp-Repro-status';

const MENU = [
  CommandIDs.pin,
  CommandIDs.freshRun,
  CommandIDs.snapshot,
  '',
  CommandIDs.verify,
  CommandIDs.cancel,
  CommandIDs.why,
  CommandIDs.prove,
  CommandIDs.openReport,
  '',
  CommandIDs.handOver
];

/** The standing of the notebook in front; a click opens a menu of what can be done. */
export class StatusItem extends ReactWidget {
  constructor(private readonly _options: StatusItem.IOptions) {
    super();
    this.addClass(CLASS);
  }

  override dispose(): void {
    this._menu?.dispose();
    super.dispose();
  }

  protected override render(): React.JSX.Element {
    const { models, trans } = this._options;
    return (
      <UseSignal signal={models.currentChanged}>
        {() => {
          const { current } = models;
          return current ? (
            <>
              <StandingButton standing={current.standing} trans={trans} open={this._open} />
              <StepButton step={current.nextStep} trans={trans} take={this._takeStep} />
            </>
          ) : (
            <></>
          );
        }}
      </UseSignal>
    );
  }

  private readonly _takeStep = (): void =>
    attempt(this._options.commands.execute(CommandIDs.nextStep));

  private readonly _open = (): void => {
    this._menu ??= this._newMenu();
    const { left, top, bottom } = this.node.getBoundingClientRect();
    // at the foot of the page there is no room below, and it opens upwards
    this._menu.open(left, top > window.innerHeight / 2 ? top : bottom);
  };

  private _newMenu(): Menu {
    const menu = new Menu({ commands: this._options.commands });
    MENU.forEach(command => menu.addItem(command ? { command } : { type: 'separator' }));
    return menu;
  }

  private _menu: Menu | null = null;
}

function StandingButton(props: {
  standing: IStanding;
  trans: TranslationBundle;
  open: () => void;
}): React.JSX.Element {
  const { standing, trans, open } = props;
  const Icon = STANDING_ICONS[standing.name].react;
  return (
    <button
      type="button"
      className={`${CLASS}Button ${CLASS}Button-${standing.name} jp-StatusBar-TextItem`}
      title={[standingMeaning(standing, trans), exactWords(standing.when)]
        .filter(Boolean)
        .join('\n')}
      aria-haspopup="menu"
      onClick={open}
    >
      <Icon tag="span" className={`${CLASS}Icon`} />
      <span role="status">{standingWords(standing, trans)}</span>
    </button>
  );
}

/** What is next, where one click does it. */
function StepButton(props: {
  step: INextStep | null;
  trans: TranslationBundle;
  take: () => void;
}): React.JSX.Element {
  const { step, trans, take } = props;
  const label = step && stepLabel(step, trans);
  return step && label ? (
    <button
      type="button"
      className={`${CLASS}Step jp-StatusBar-TextItem`}
      title={stepReason(step, trans)}
      onClick={take}
    >
      {label}
    </button>
  ) : (
    <></>
  );
}

export namespace StatusItem {
  export interface IOptions {
    models: IReproModels;
    commands: CommandRegistry;
    trans: TranslationBundle;
  }
}
