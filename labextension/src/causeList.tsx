import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IAction, ICause } from './answers';
import type { IIndexed } from './cellName';
import { cellName } from './cellName';
import { CommandLine } from './commandLine';
import { remedyParts, SNAPSHOT } from './remedyParts';
import { said } from './serverWords';

/** What a button can do. */
export interface IDoable {
  do: IAction['do'] | 'prove' | 'verify' | 'snapshot';
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
  /** Whether what it names is as it was recorded again. */
  isUndone: (cause: ICause) => boolean;
  trans: TranslationBundle;
  act: Act;
}): React.JSX.Element {
  return (
    <ul className="jp-Repro-causes">
      {props.causes.map((cause, index) => (
        <li key={index} className="jp-Repro-cause">
          <CauseWords cause={cause} cells={props.cells} trans={props.trans} />
          {props.isUndone(cause) ? (
            <Undone trans={props.trans} act={props.act} />
          ) : (
            <Remedy
              remedy={cause.remedy}
              actions={cause.actions}
              trans={props.trans}
              act={props.act}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

/** Of a cause that is gone: what is left to do. */
function Undone(props: { trans: TranslationBundle; act: Act }): React.JSX.Element {
  const { trans, act } = props;
  return (
    <div className="jp-Repro-remedy">
      <span className="jp-Repro-remedyWords">→ {trans.__('it is as it was recorded again')}</span>
      <ActionButton label={trans.__('Verify again')} act={() => act({ do: 'verify', name: '' })} />
    </div>
  );
}

/** What can be done: the words, a button for each thing that one click can do, and a command only where none can. */
export function Remedy(props: {
  remedy: string;
  actions: readonly IAction[];
  trans: TranslationBundle;
  act: Act;
}): React.JSX.Element {
  const { words, command } = remedyParts(props.remedy);
  const isSnapshot = command.startsWith(SNAPSHOT);
  const isTyped = command !== '' && !isSnapshot && !props.actions.length;
  return (
    <div className="jp-Repro-remedy">
      {words && <span className="jp-Repro-remedyWords">→ {said(words, props.trans)}</span>}
      {isTyped && <CommandLine command={command} trans={props.trans} />}
      {isSnapshot && (
        <ActionButton
          label={props.trans.__('Snapshot')}
          act={() => props.act({ do: 'snapshot', name: '' })}
        />
      )}
      {props.actions.map(action => (
        <ActionButton
          key={`${action.do} ${action.name}`}
          label={actionWords(action, props.trans)}
          act={() => props.act(action)}
        />
      ))}
    </div>
  );
}

function ActionButton(props: { label: string; act: () => void }): React.JSX.Element {
  return (
    <button
      type="button"
      className="jp-Repro-action jp-mod-styled jp-mod-minimal"
      onClick={props.act}
    >
      {props.label}
    </button>
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
      <strong>{said(kind, props.trans)}</strong>{' '}
      <span className="jp-Repro-certainty">
        {whereWords(said(certainty, props.trans), cell, where?.line, props.trans)}
      </span>{' '}
      {said(what, props.trans)}
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
