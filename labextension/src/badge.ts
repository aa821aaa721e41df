import type { TranslationBundle } from '@jupyterlab/translation';
import { costOf } from './cellCost';
import type { IMark } from './cellMark';
import { MARK_ICONS } from './icons';
import { said } from './serverWords';
import { markWords } from './words';

const CLASS = 'jp-Repro-badge';

/** Whether a click on the badge of a cell shows something. */
export function hasDifference(mark: IMark): boolean {
  return Boolean(
    mark.shown.length || mark.verdict?.divergences.length || mark.verdict?.causes.length
  );
}

/** The badge of a cell: an icon in its margin that says in words what it means; a button where a click shows more. */
export function badgeNode(mark: IMark, trans: TranslationBundle, open: () => void): HTMLElement {
  const node = document.createElement(hasDifference(mark) ? 'button' : 'span');
  const words = badgeWords(mark, trans);
  node.className = `${CLASS} ${CLASS}-${mark.name}`;
  node.title = words;
  node.setAttribute('aria-label', words);
  if (node instanceof HTMLButtonElement) {
    node.type = 'button';
    node.addEventListener('click', open);
    // else Enter would be the notebook's, and edit the cell
    node.setAttribute('data-lm-suppress-shortcuts', 'true');
  } else {
    node.setAttribute('role', 'img');
  }
  MARK_ICONS[mark.name].element({ container: node, tag: 'span' });
  return node;
}

/** The cell and what is said of it, and what its run took; then each unpinned source with its line and what to do. */
export function badgeWords(mark: IMark, trans: TranslationBundle): string {
  const words = markWords(mark.name, trans);
  const summary = mark.name === 'other-outputs' ? mark.shown[0]?.summary : undefined;
  const first = summary
    ? trans.__('%1: %2: %3', mark.cell, words, said(summary, trans))
    : trans.__('%1: %2', mark.cell, words);
  const { verdict } = mark;
  const cost = verdict?.status === mark.name ? costOf(verdict, trans) : '';
  const action = hasDifference(mark) ? [trans.__('Show the difference')] : [];
  const uses = mark.uses.map(use =>
    trans.__(
      '%1, line %2: %3 → %4',
      said(use.kind, trans),
      use.line,
      said(use.what, trans),
      said(use.remedy, trans)
    )
  );
  return [first, cost, ...action, ...uses].filter(Boolean).join('\n');
}
