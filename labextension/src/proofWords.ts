import type { TranslationBundle } from '@jupyterlab/translation';
import type { IAttribution, IExperiment, IShare, IVerdict, Outcome } from './answers';
import { cellName } from './cellName';
import { said } from './serverWords';

const LONGEST_NAME = 60;

/** Kinds of which a change is short enough to be shown with what it was and is. */
const WITH_VALUES = new Set(['notebook', 'package', 'environment-variable', 'machine']);
const [DIGITS, FEW_DIGITS] = [6, 4];

/** Before an experiment, what came of it, as `jupyter_repro.reporters.experiment_words` has it. */
export const EXPERIMENT_MARKS: Readonly<Record<Outcome, string>> = {
  returns: '✓',
  alike: '✓',
  differs: '·',
  failed: '✗',
  'not-tried': '-'
};

/** One experiment in a line: `put back data.csv: the output is as it was recorded (1 run, 0.4 s)`. */
export function experimentWords(experiment: IExperiment, trans: TranslationBundle): string {
  const done = doneWords(experiment, trans);
  if (experiment.outcome === 'not-tried') {
    return trans.__('%1: not tried: %2', done, said(experiment.what, trans));
  }
  const outcome = outcomeWords(experiment, trans);
  const more = experiment.what ? `: ${said(experiment.what, trans)}` : '';
  return `${done}: ${outcome}${more} (${costWords(experiment, trans)})`;
}

function doneWords(experiment: IExperiment, trans: TranslationBundle): string {
  const name = shortName(experiment.name, trans);
  switch (experiment.how) {
    case 'repeat':
      return trans.__('run again');
    case 'hold':
      return trans.__('hold %1', name);
    case 'vary':
      return trans.__('vary %1', name);
    case 'put-back':
      return trans.__('put back %1', name);
  }
}

function outcomeWords({ how, outcome }: IExperiment, trans: TranslationBundle): string {
  switch (`${how} ${outcome}`) {
    case 'repeat returns':
    case 'put-back returns':
      return trans.__('the output is as it was recorded');
    case 'repeat alike':
      return trans.__('the same as before: nothing varies by chance');
    case 'repeat differs':
      return trans.__('another output: something varies by chance');
    case 'hold alike':
      return trans.__('alike in each run');
    case 'hold returns':
      return trans.__('alike in each run, and as it was recorded');
    case 'hold differs':
      return trans.__('still another output in each run');
    case 'vary alike':
      return trans.__('the same output');
    case 'vary differs':
      return trans.__('another output');
    case 'vary returns':
      return trans.__('the recorded output');
    case 'put-back differs':
      return trans.__('still not what was recorded');
    default:
      return trans.__('the notebook failed');
  }
}

function costWords({ runs, seconds }: IExperiment, trans: TranslationBundle): string {
  if (!runs) {
    return trans.__('known from the others');
  }
  return trans._n('%1 run, %2 s', '%1 runs, %2 s', runs, seconds.toFixed(1));
}

/** A name; of many that belong together, the first of them. */
function shortName(name: string, trans: TranslationBundle): string {
  if (name.length <= LONGEST_NAME) {
    return name;
  }
  const [first = '', ...others] = name.split(' + ');
  return others.length
    ? trans.__('%1 and %2 more', first, others.length)
    : `${name.slice(0, LONGEST_NAME)}…`;
}

/** Where a number's change comes from, in a line. */
export function attributionWords(
  attribution: IAttribution,
  verdict: Pick<IVerdict, 'cells' | 'context_changes'>,
  trans: TranslationBundle
): string {
  const { cell, number, recorded, found, shares, spread } = attribution;
  const change = found - recorded;
  const parts = shares
    .map(share => `${sourceWords(share, verdict, trans)} ${signed(share.amount)}`)
    .join(', ');
  const [before, after] = [recorded, found].map(value => rounded(value, DIGITS));
  const line = `${cellName(verdict.cells, cell)} ${number}: ${before} → ${after} (${signed(change)}): ${parts}`;
  if (spread === null) {
    return line;
  }
  const within =
    Math.abs(change) <= 2 * spread
      ? trans.__('within what another seed gives (± %1)', rounded(spread, FEW_DIGITS))
      : trans.__('more than what another seed gives (± %1)', rounded(spread, FEW_DIGITS));
  return `${line}; ${within}`;
}

/** What a share comes of: a package with its versions, a cell by its number. */
function sourceWords(
  { kind, name }: IShare,
  verdict: Pick<IVerdict, 'context_changes'>,
  trans: TranslationBundle
): string {
  if (!name) {
    return trans.__('the rest');
  }
  const change = verdict.context_changes.find(each => each.kind === kind && each.name === name);
  return change && WITH_VALUES.has(kind)
    ? `${name} ${change.recorded} → ${change.found}`
    : shortName(name, trans);
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${rounded(value, FEW_DIGITS)}`;
}

function rounded(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}
