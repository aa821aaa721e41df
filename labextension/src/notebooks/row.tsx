import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { STANDING_ICONS, reportIcon } from '../icons';
import { said } from '../serverWords';
import type { IRow } from './notebookRow';
import { folderOf, nameOf, shownStatus } from './notebookRow';
import { exactWords, whenWords } from '../moments';
import { driftTitle, driftWords, rowStatusWords, secondsWords, standingOf } from './rowWords';
import type { IRowActions } from './table';
import { ROW_HEIGHT } from './window';

const CLASS = 'jp-Repro-notebooks';

interface IProps {
  row: IRow;
  id: string;
  place: number;
  isCurrent: boolean;
  isSelected: boolean;
  now: number;
  trans: TranslationBundle;
  actions: IRowActions;
  select: (place: number, path: string, isSelected: boolean) => void;
}

/** One notebook; made again only if it is another. */
export const Row = React.memo(function Row(props: IProps): React.JSX.Element {
  const { row, trans, actions, isSelected, isCurrent, place, select } = props;
  return (
    <div
      role="row"
      id={props.id}
      aria-rowindex={place + 2}
      aria-selected={isSelected}
      className={`${CLASS}Row${isCurrent ? ' jp-mod-current' : ''}`}
      style={{ height: ROW_HEIGHT, top: place * ROW_HEIGHT }}
    >
      <span role="gridcell" className={`${CLASS}Cell`}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={trans.__('Select %1', row.path)}
          checked={isSelected}
          onChange={event => select(place, row.path, event.currentTarget.checked)}
        />
      </span>
      <span role="gridcell" className={`${CLASS}Cell ${CLASS}-path`} title={row.path}>
        <button
          type="button"
          tabIndex={-1}
          className={`${CLASS}Open`}
          onClick={() => actions.open(row.path)}
        >
          <span className={`${CLASS}Folder`}>{folderOf(row.path)}</span>
          {nameOf(row.path)}
        </button>
      </span>
      <Facts {...props} />
      <span role="gridcell" className={`${CLASS}Cell`}>
        {row.report && (
          <button
            type="button"
            tabIndex={-1}
            className={`${CLASS}Report`}
            title={trans.__('Open the report of %1', row.path)}
            aria-label={trans.__('Open the report of %1', row.path)}
            onClick={() => actions.report(row)}
          >
            <reportIcon.react tag="span" />
          </button>
        )}
      </span>
    </div>
  );
});

function Facts({ row, trans, now }: IProps): React.JSX.Element {
  const status = shownStatus(row);
  const Icon = STANDING_ICONS[standingOf(status)].react;
  const cell = (name: string, words: string, title = words): React.JSX.Element => (
    <span role="gridcell" className={`${CLASS}Cell ${CLASS}-${name}`} title={title}>
      {words}
    </span>
  );
  return (
    <>
      <span role="gridcell" className={`${CLASS}Cell ${CLASS}-status`}>
        <Icon tag="span" className={`jp-Repro-mark jp-Repro-mark-${status}`} />
        {rowStatusWords(row, trans)}
      </span>
      {cell('when', row.when && whenWords(row.when, trans, now), exactWords(row.when))}
      {cell('why', said(row.why, trans))}
      {cell('drift', driftWords(row, trans), driftTitle(row, trans))}
      {cell('seconds', secondsWords(row.seconds, trans))}
    </>
  );
}
