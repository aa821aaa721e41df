import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IAction, ICause } from './answers';
import type { IIndexed } from './cellName';
import { cellName } from './cellName';

/** What a button can do. */
export interface IDoable {
  do: IAction['do'] | 'prove';
  /** What it is done to; empty where that is the notebook. */
  name: string;
}

/** Do what a button says. */
export type Act = (action: IDoable) => void;

/** Causes with what can be done about each: in words, and by a button where one click can do it. */
export function CauseList(props: {
  causes: readonly ICause[];
  /** All code cells of the notebook that was verified. */
  cells: readonly IIndexed[];
  trans: TranslationBundle;
  act: Act;
}): React.JSX.Element {
  return (
    <ul className="jp-Repro-causes">
      {props.causes.map((cause, index) => (
        <li key={index} className="jp-Repro-cause">
          <CauseWords cause={cause} cells={props.cells} trans={props.trans} />
          <Remedy
            remedy={cause.remedy}
            actions={cause.actions}
            trans={props.trans}
            act={props.act}
          />
        </li>
      ))}
    </ul>
  );
}

/** What can be done: the words, and a button for each thing that one click can do. */
export function Remedy(props: {
  remedy: string;
  actions: readonly IAction[];
  trans: TranslationBundle;
  act: Act;
}): React.JSX.Element {
  return (
    <div className="jp-Repro-remedy">
      {props.remedy && <span className="jp-Repro-remedyWords">→ {props.remedy}</span>}
      {props.actions.map(action => (
        <button
          key={`${action.do} ${action.name}`}
          type="button"
          className="jp-Repro-action jp-mod-styled jp-mod-minimal"
          onClick={() => props.act(action)}
        >
          {actionWords(action, props.trans)}
        </button>
      ))}
    </div>
  );
}

function CauseWords(props: {
  cause: ICause;
  cells: readonly IIndexed[];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { kind, certainty, what, where } = props.cause;
  const cell = where && cellName(props.cells, where.cell);
  return (
    <div>
      <strong>{kind}</strong>{' '}
      <span className="jp-Repro-certainty">
        {whereWords(certainty, cell, where?.line, props.trans)}
      </span>{' '}
      {what}
    </div>
  );
}

function whereWords(
  certainty: string,
  cell: string | null,
  line: number | null | undefined,
  trans: TranslationBundle
): string {
  if (!cell) {
    return trans.__('(%1)', certainty);
  }
  return line
    ? trans.__('(%1, %2, line %3)', certainty, cell, line)
    : trans.__('(%1, %2)', certainty, cell);
}

function actionWords(action: IAction, trans: TranslationBundle): string {
  switch (action.do) {
    case 'pin':
      return trans.__('Pin');
    case 'restart':
      return trans.__('Restart and run all');
    case 'restore':
      return trans.__('Restore %1', action.name);
  }
}
