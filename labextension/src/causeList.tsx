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
          <Remedy
            remedy={cause.remedy}
            actions={cause.actions}
            isUndone={props.isUndone(cause)}
            trans={props.trans}
            act={props.act}
          />
        </li>
      ))}
    </ul>
  );
}

/** What can be done: the words, a button for each thing that one click can do, and a command only where none can. */
export function Remedy(props: {
  remedy: string;
  actions: readonly IAction[];
  /** Whether what it is for is as it was recorded again. */
  isUndone?: boolean;
  trans: TranslationBundle;
  act: Act;
}): React.JSX.Element {
  const { trans, act } = props;
  const { words, command, doable } = props.isUndone ? undone(trans) : remedyShown(props);
  return (
    <div className="jp-Repro-remedy">
      {words && <span className="jp-Repro-remedyWords">→ {words}</span>}
      {command && <CommandLine command={command} trans={trans} />}
      {doable.map((each, place) => (
        // by its place: what has the focus keeps it, when it is done and another takes its place
        <ActionButton key={place} label={doableWords(each, trans)} act={() => act(each)} />
      ))}
    </div>
  );
}

interface IShownRemedy {
  words: string;
  /** That is typed; empty where a button does it. */
  command: string;
  doable: readonly IDoable[];
}

/** Of a cause that is gone: what is left to do. */
function undone(trans: TranslationBundle): IShownRemedy {
  const words = trans.__('it is as it was recorded again');
  return { words, command: '', doable: [{ do: 'verify', name: '' }] };
}

function remedyShown(props: {
  remedy: string;
  actions: readonly IAction[];
  trans: TranslationBundle;
}): IShownRemedy {
  const { words, command } = remedyParts(props.remedy);
  const isSnapshot = command.startsWith(SNAPSHOT);
  const snapshot: IDoable[] = isSnapshot ? [{ do: 'snapshot', name: '' }] : [];
  return {
    words: said(words, props.trans),
    command: isSnapshot || props.actions.length ? '' : command,
    doable: [...snapshot, ...props.actions]
  };
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

function doableWords(doable: IDoable, trans: TranslationBundle): string {
  switch (doable.do) {
    case 'pin':
      return trans.__('Pin');
    case 'restart':
      return trans.__('Restart and run all');
    case 'restore':
      return trans.__('Restore %1', doable.name);
    case 'prove':
      return trans.__('Prove');
    case 'verify':
      return trans.__('Verify again');
    case 'snapshot':
      return trans.__('Snapshot');
  }
}
