import type { Cell } from '@jupyterlab/cells';
import type { Notebook, NotebookPanel } from '@jupyterlab/notebook';
import type { ICellFindings } from './tokens';

/** Frames after which a page that still moves is left as it is. */
const MOST_FRAMES = 60;

/** Frames in which nothing moves, before a place is taken to be final. */
const QUIET_FRAMES = 3;

/** Part of the notebook's height that is left above what is brought into view. */
const ABOVE = 0.15;

/** Pixels that nobody sees. */
const NEAR = 2;

/** Bring a cell into view, and its difference where there are any. */
export async function showCell(
  panel: NotebookPanel,
  id: string,
  findings: ICellFindings | null
): Promise<void> {
  if (findings) {
    return findings.open(panel, id);
  }
  const cell = panel.content.widgets.find(each => each.model.id === id);
  if (cell && (await revealCell(panel.content, cell))) {
    await settle(panel.content, cell.node);
    panel.content.activate();
  }
}

/**
 * Have a cell in the page, and make it the active one. A notebook keeps cells that are far away out of the page, or has not
 * put them there yet, each windowing mode in its own way. Answers whether the cell is there.
 */
export async function revealCell(notebook: Notebook, cell: Cell): Promise<boolean> {
  const index = notebook.widgets.indexOf(cell);
  if (index < 0) {
    return false;
  }
  if (cell.isPlaceholder() && notebook.notebookConfig.windowingMode !== 'full') {
    notebook.renderCellOutputs(index);
  }
  notebook.deselectAll();
  notebook.mode = 'command';
  notebook.activeCellIndex = index;
  // it is refused where another cell is scrolled to meanwhile
  await notebook.scrollToItem(index).catch(() => undefined);
  for (let frame = 0; frame < MOST_FRAMES && !cell.node.isConnected; frame++) {
    await nextFrame();
  }
  return cell.node.isConnected;
}

/** Scroll a notebook to a node in it, until it stays there: cells around it may get their height only now. */
export async function settle(notebook: Notebook, node: HTMLElement): Promise<void> {
  let quiet = 0;
  for (let frame = 0; frame < MOST_FRAMES && quiet < QUIET_FRAMES; frame++) {
    const distance = distanceToView(notebook.outerNode, node);
    quiet = Math.abs(distance) < NEAR ? quiet + 1 : 0;
    notebook.outerNode.scrollTop += quiet ? 0 : distance;
    await nextFrame();
  }
}

/** Pixels to scroll until a node is in view: as a whole, or where it is too high for that, from its top. */
function distanceToView(scroller: HTMLElement, node: HTMLElement): number {
  const view = scroller.getBoundingClientRect();
  const { top, bottom, height } = node.getBoundingClientRect();
  const isSeen = top >= view.top && (bottom <= view.bottom || height > view.height);
  const isNearTop = top <= view.top + view.height * (1 - ABOVE);
  if (isSeen && isNearTop) {
    return 0;
  }
  const wanted = top - view.top - view.height * ABOVE;
  const [least, most] = [
    -scroller.scrollTop,
    scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop
  ];
  return Math.min(Math.max(wanted, least), most);
}

function nextFrame(): Promise<void> {
  return new Promise(resolve => requestAnimationFrame(() => resolve()));
}
