import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';

const PINS = /^\s*%repro\s+(pin(?!\s+off)|seed)\b/m;

/** The cell that pins the notebook; null where there is none. */
export function pinCell(panel: NotebookPanel): Cell | null {
  const isPin = (cell: Cell): boolean =>
    cell.model.type === 'code' && PINS.test(cell.model.sharedModel.getSource());
  return panel.content.widgets.find(isPin) ?? null;
}

/** What pins a notebook, as its author would write it. */
export function pinSource(seed: number): string {
  return `%load_ext jupyter_repro\n%repro pin ${seed}`;
}

/** Put a cell that pins at the top of the notebook; it can be undone as any edit. */
export function insertPinCell(panel: NotebookPanel, seed: number): Cell | null {
  panel.model?.sharedModel.insertCell(0, {
    cell_type: 'code',
    source: pinSource(seed),
    metadata: { trusted: true }
  });
  return pinCell(panel);
}
