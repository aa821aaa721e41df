import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { CommandLine } from '../commandLine';
import { STANDING_ICONS } from '../icons';
import type { ReproModel } from '../model';
import { remedyParts, SNAPSHOT } from '../remedyParts';
import { said } from '../serverWords';
import type { StandingName } from '../standing';
import { lastVerdict } from '../standing';
import { costWords, standingMeaning, standingWords } from '../words';

const RUNS: ReadonlySet<StandingName> = new Set<StandingName>(['verifying', 'proving', 'packing']);

/** What enables the server part, in the environment of the server. */
const ENABLE = ['pip install jupyter-repro', 'jupyter server extension enable jupyter_repro'];

/** The standing of the notebook, what it means, and how far a verification is. */
export function Standing(props: {
  model: ReproModel;
  trans: TranslationBundle;
  cancel: () => void;
}): React.JSX.Element {
  const { model, trans, cancel } = props;
  const { standing } = model;
  const verdict = lastVerdict(model)?.verdict;
  const notes = verdict?.notes ?? [];
  const Icon = STANDING_ICONS[standing.name].react;
  const { name, cell, cells, doing } = standing;
  const isActive = RUNS.has(name);
  return (
    <header className={`jp-Repro-standing jp-Repro-standing-${name}`}>
      <h2>
        <Icon tag="span" />
        {standingWords(standing, trans)}
      </h2>
      {isActive && (doing ? <progress /> : <progress max={cells || 1} value={cell} />)}
      {(isActive || name === 'queued') && (
        <button
          type="button"
          className="jp-Repro-action jp-mod-styled jp-mod-minimal"
          onClick={cancel}
        >
          {trans.__('Cancel')}
        </button>
      )}
      <p>{standingMeaning(standing, trans)}</p>
      {name === 'no-server' &&
        ENABLE.map(command => <CommandLine key={command} command={command} trans={trans} />)}
      {verdict && !isActive && verdict.seconds > 0 && (
        <p className="jp-Repro-quiet">{costWords(verdict, trans)}</p>
      )}
      {name === 'verified' && standing.uncommitted.length > 0 && (
        <p className="jp-Repro-note">
          {trans.__('Not committed as they are: %1', standing.uncommitted.join(', '))}
        </p>
      )}
      {[...notes, model.trouble, model.verification?.error, ...model.session.problems]
        .filter(Boolean)
        .map((note, index) => (
          <Note key={index} note={note ?? ''} trans={trans} />
        ))}
    </header>
  );
}

/** A sentence, and the command at its end where no button does the same. */
function Note(props: { note: string; trans: TranslationBundle }): React.JSX.Element {
  const { words, command } = remedyParts(props.note);
  const isTyped = command !== '' && !command.startsWith(SNAPSHOT);
  return (
    <div className="jp-Repro-note">
      {said(words, props.trans)}
      {isTyped && <CommandLine command={command} trans={props.trans} />}
    </div>
  );
}
