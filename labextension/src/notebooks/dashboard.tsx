import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal, refreshIcon } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import * as React from 'react';
import { STANDING_ICONS, reproIcon } from '../icons';
import { inBackground } from '../inBackground';
import type { NotebooksModel } from './notebooksModel';
import { standingOf, statusWords } from './rowWords';
import type { IRowActions } from './table';
import { Table } from './table';
import { statusCounts, toggled } from './view';

const CLASS = 'jp-Repro-notebooks';

/** All notebooks of the server: where each stands, and what can be done about it. */
export class Dashboard extends ReactWidget {
  constructor(private readonly _options: Dashboard.IOptions) {
    super();
    const { trans, model } = _options;
    this.id = 'jupyter-repro-notebooks';
    this.title.label = trans.__('Reproducibility');
    this.title.caption = trans.__('All notebooks: which of them reproduce');
    this.title.icon = reproIcon;
    this.title.closable = true;
    this.addClass(CLASS);
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', this.title.caption);
    inBackground(model.refresh());
  }

  get model(): NotebooksModel {
    return this._options.model;
  }

  override dispose(): void {
    this.model.dispose();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    inBackground(this.model.refresh());
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node.querySelector<HTMLElement>('[role="grid"]')?.focus();
  }

  protected override render(): React.JSX.Element {
    return <UseSignal signal={this.model.changed}>{() => <Body {...this._options} />}</UseSignal>;
  }
}

export namespace Dashboard {
  export interface IOptions {
    model: NotebooksModel;
    trans: TranslationBundle;
    actions: IRowActions;
    /** Verify the notebooks that are selected. */
    verify: () => void;
    /** End all that waits or runs. */
    cancel: () => void;
  }
}

function Body(props: Dashboard.IOptions): React.JSX.Element {
  const { model, trans, actions } = props;
  return (
    <>
      <div className={`${CLASS}Bar`}>
        <Search model={model} trans={trans} />
        <Filters model={model} trans={trans} />
        <Doing {...props} />
      </div>
      <Notice model={model} trans={trans} />
      {model.rows.length > 0 && <Table model={model} trans={trans} actions={actions} />}
    </>
  );
}

interface IPart {
  model: NotebooksModel;
  trans: TranslationBundle;
}

function Search({ model, trans }: IPart): React.JSX.Element {
  return (
    <input
      type="search"
      className={`${CLASS}Search jp-mod-styled`}
      placeholder={trans.__('Search')}
      aria-label={trans.__('Search in names, causes and what has drifted')}
      value={model.view.search}
      onChange={event => (model.view = { ...model.view, search: event.currentTarget.value })}
    />
  );
}

/** How many notebooks there are of each status; a click shows those alone. */
function Filters({ model, trans }: IPart): React.JSX.Element {
  const { view } = model;
  const counts = statusCounts(model.rows, view.search);
  const gone = view.statuses
    .filter(status => !counts.some(([each]) => each === status))
    .map(status => [status, 0] as const);
  return (
    <div role="group" aria-label={trans.__('Show by status')} className={`${CLASS}Filters`}>
      {[...counts, ...gone].map(([status, count]) => {
        const Icon = STANDING_ICONS[standingOf(status)].react;
        return (
          <button
            key={status}
            type="button"
            className={`${CLASS}Filter`}
            aria-pressed={view.statuses.includes(status)}
            onClick={() => (model.view = toggled(view, status))}
          >
            <Icon tag="span" className={`jp-Repro-mark jp-Repro-mark-${status}`} />
            {trans.__('%1 %2', count, statusWords(status, trans))}
          </button>
        );
      })}
    </div>
  );
}

/** What is done now, and what can be. */
function Doing({ model, trans, verify, cancel }: Dashboard.IOptions): React.JSX.Element {
  const { ended, all } = model.progress;
  const count = model.selected.length;
  return (
    <div className={`${CLASS}Doing`}>
      <span role="status">{all > 0 && trans.__('%1 of %2 done', ended, all)}</span>
      {ended < all && (
        <>
          <progress max={all} value={ended} aria-label={trans.__('Notebooks that are done')} />
          <button type="button" className="jp-mod-styled" onClick={cancel}>
            {trans.__('Cancel')}
          </button>
        </>
      )}
      <button
        type="button"
        className="jp-mod-styled jp-mod-accept"
        disabled={!count}
        title={trans.__('Run the selected notebooks, but for those of which nothing has changed')}
        onClick={verify}
      >
        {count ? trans.__('Verify selected (%1)', count) : trans.__('Verify selected')}
      </button>
      <button
        type="button"
        className={`${CLASS}Report`}
        title={trans.__('Look again')}
        aria-label={trans.__('Look again')}
        onClick={() => inBackground(model.refresh())}
      >
        <refreshIcon.react tag="span" />
      </button>
    </div>
  );
}

/** What a reader should know before the rows. */
function Notice({ model, trans }: IPart): React.JSX.Element {
  let words = '';
  if (model.isServerMissing) {
    words = trans.__(
      'The server part is missing. Enable it, and start the server again: %1',
      'jupyter server extension enable jupyter_repro'
    );
  } else if (model.trouble) {
    words = model.trouble;
  } else if (!model.isLoaded) {
    words = trans.__('Looking at the notebooks…');
  } else if (!model.rows.length) {
    words = trans.__('There is no notebook below the folder of this server.');
  } else if (!model.shown.length) {
    words = trans.__('No notebook is like that.');
  } else if (!model.isWhole) {
    words = trans.__('There are too many folders or notebooks: these are not all.');
  }
  return words ? <p className={`${CLASS}Notice`}>{words}</p> : <></>;
}
