import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IRow } from './notebookRow';
import type { NotebooksModel } from './notebooksModel';
import { Row } from './row';
import type { Column } from './view';
import { sortedBy } from './view';
import { ROW_HEIGHT, scrolledTo, steady, windowAt } from './window';

const CLASS = 'jp-Repro-notebooks';
const MINUTE = 60_000;

/** What can be done with one notebook. */
export interface IRowActions {
  open: (path: string) => void;
  report: (row: IRow) => void;
}

interface IProps {
  model: NotebooksModel;
  trans: TranslationBundle;
  actions: IRowActions;
}

/** The notebooks, a row each; nodes are made of those in view alone. */
export function Table({ model, trans, actions }: IProps): React.JSX.Element {
  const grid = React.useRef<HTMLDivElement>(null);
  const [current, setCurrent] = React.useState(0);
  const [scrolled, setScrolled] = React.useState(0);
  const height = useHeight(grid);
  const rows = model.shown;
  const { from, to } = windowAt(scrolled, height, rows.length);
  const place = Math.min(current, rows.length - 1);
  // of all rows the same, and not another in each picture
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  const select = React.useCallback(
    (index: number, path: string, isSelected: boolean) => {
      setCurrent(index);
      model.select([path], isSelected);
    },
    [model]
  );

  const goTo = (next: number): void => {
    const bounded = Math.max(0, Math.min(next, rows.length - 1));
    setCurrent(bounded);
    if (grid.current) {
      grid.current.scrollTop = scrolledTo(bounded, grid.current.scrollTop, height - ROW_HEIGHT);
    }
  };
  const act = (event: React.KeyboardEvent): void => {
    const done = keyed({ event, model, actions, place, page: Math.floor(height / ROW_HEIGHT) - 2 });
    if (done !== null) {
      event.preventDefault();
      event.stopPropagation();
      goTo(done);
    }
  };
  return (
    <div
      ref={grid}
      className={`${CLASS}Grid`}
      role="grid"
      aria-label={trans.__('Notebooks')}
      aria-rowcount={rows.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={from <= place && place < to ? rowId(place) : undefined}
      tabIndex={0}
      data-lm-suppress-shortcuts="true"
      onKeyDown={act}
      onScroll={event => setScrolled(steady(event.currentTarget.scrollTop))}
    >
      <Head model={model} trans={trans} />
      <div role="rowgroup" className={`${CLASS}Rows`} style={{ height: rows.length * ROW_HEIGHT }}>
        {rows.slice(from, to).map((row, index) => (
          <Row
            key={row.path}
            row={row}
            id={rowId(from + index)}
            place={from + index}
            isCurrent={from + index === place}
            isSelected={model.isSelected(row.path)}
            now={now}
            trans={trans}
            actions={actions}
            select={select}
          />
        ))}
      </div>
    </div>
  );
}

function rowId(place: number): string {
  return `jp-Repro-notebook-${place}`;
}

/** The height of the grid, which follows its panel. */
function useHeight(grid: React.RefObject<HTMLDivElement>): number {
  const [height, setHeight] = React.useState(600);
  React.useLayoutEffect(() => {
    const { current } = grid;
    if (!current) {
      return undefined;
    }
    const observer = new ResizeObserver(() =>
      setHeight(Math.min(current.clientHeight, window.innerHeight))
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return height;
}

/** Do what a key says. Answers the row that is the current one then; null for a key that says nothing. */
function keyed(options: {
  event: React.KeyboardEvent;
  model: NotebooksModel;
  actions: IRowActions;
  place: number;
  page: number;
}): number | null {
  const { event, model, actions, place, page } = options;
  const row = model.shown[place];
  const moves: Record<string, number> = {
    ArrowDown: place + 1,
    ArrowUp: place - 1,
    PageDown: place + page,
    PageUp: place - page,
    Home: 0,
    End: model.shown.length - 1
  };
  const next = moves[event.key];
  if (next !== undefined) {
    return next;
  }
  if (event.target !== event.currentTarget || !row) {
    return null;
  }
  if (event.key === 'Enter') {
    (event.shiftKey && row.report ? actions.report : (): void => actions.open(row.path))(row);
  } else if (event.key === ' ') {
    model.select([row.path], !model.isSelected(row.path));
  } else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
    selectAll(model, true);
  } else {
    return null;
  }
  return place;
}

function selectAll(model: NotebooksModel, isSelected: boolean): void {
  model.select(
    model.shown.map(row => row.path),
    isSelected
  );
}

function Head({ model, trans }: Omit<IProps, 'actions'>): React.JSX.Element {
  const count = model.selected.length;
  const box = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => {
    if (box.current) {
      box.current.indeterminate = count > 0 && count < model.shown.length;
    }
  });
  const columns: [Column, string][] = [
    ['path', trans.__('Notebook')],
    ['status', trans.__('Status')],
    ['when', trans.__('When')],
    ['why', trans.__('First cause')],
    ['drift', trans.__('Drift')],
    ['seconds', trans.__('Time')]
  ];
  return (
    <div role="rowgroup" className={`${CLASS}Head`}>
      <div role="row" aria-rowindex={1} className={`${CLASS}Row`}>
        <span role="columnheader" className={`${CLASS}Cell`}>
          <input
            ref={box}
            type="checkbox"
            aria-label={trans.__('Select all that are shown')}
            checked={count > 0 && count === model.shown.length}
            onChange={event => selectAll(model, event.currentTarget.checked)}
          />
        </span>
        {columns.map(([column, label]) => (
          <ColumnHead key={column} model={model} column={column} label={label} />
        ))}
        <span role="columnheader" className={`${CLASS}Cell`}>
          <span className={`${CLASS}Unseen`}>{trans.__('Report')}</span>
        </span>
      </div>
    </div>
  );
}

function ColumnHead(props: {
  model: NotebooksModel;
  column: Column;
  label: string;
}): React.JSX.Element {
  const { model, column, label } = props;
  const { view } = model;
  const isSorted = view.column === column;
  const order = view.isDescending ? 'descending' : 'ascending';
  return (
    <span
      role="columnheader"
      aria-sort={isSorted ? order : 'none'}
      className={`${CLASS}Cell ${CLASS}-${column}`}
    >
      <button
        type="button"
        className={`${CLASS}Sort`}
        onClick={() => (model.view = sortedBy(view, column))}
      >
        {label}
        <span aria-hidden="true">{isSorted ? (view.isDescending ? ' ▾' : ' ▴') : ''}</span>
      </button>
    </span>
  );
}
