import { LabIcon } from '@jupyterlab/ui-components';
import type { MarkName } from './cellMark';
import type { StandingName } from './standing';

/** Strokes in the colour of the text around, so that they are seen in every theme. */
function icon(name: string, body: string): LabIcon {
  const svgstr = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16"><g fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${body}</g></svg>`;
  return new LabIcon({ name: `jupyter-repro:${name}`, svgstr });
}

const CIRCLE = '<circle cx="8" cy="8" r="6.2"/>';

/** Two arrows in a ring around a tick: again, and the same. */
export const reproIcon = icon(
  'repro',
  '<path d="M2 8a6 6 0 0 1 10.5-4M14 8A6 6 0 0 1 3.5 12M12.7 1.6V4h-2.4M3.3 14.4V12h2.4"/><path d="M5.6 8.2l1.7 1.7 3.2-3.6"/>'
);
export const pinIcon = icon(
  'pin',
  '<path d="M5.5 2h5M6.3 2l-.5 4.4-2.3 2.3h9l-2.3-2.3L9.7 2M8 8.7V14"/>'
);
export const snapshotIcon = icon(
  'snapshot',
  '<path d="M2 5h2.6l1.2-1.8h4.4L11.4 5H14v8H2z"/><circle cx="8" cy="8.8" r="2.3"/>'
);
export const verifyIcon = icon(
  'verify',
  '<path d="M8 1.8l5 1.8v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6v-4z"/><path d="M5.7 7.9l1.7 1.7 3-3.3"/>'
);
export const whyIcon = icon(
  'why',
  `${CIRCLE}<path d="M6.2 6.3c.2-2.3 3.7-2.2 3.6.1 0 1.4-1.8 1.5-1.8 2.9M8 11.6v.1"/>`
);
/** A flask. */
export const proveIcon = icon(
  'prove',
  '<path d="M6.2 2v4.2L2.9 12a1.3 1.3 0 0 0 1.2 2h7.8a1.3 1.3 0 0 0 1.2-2L9.8 6.2V2M5 2h6M4.6 9.6h6.8"/>'
);
export const handOverIcon = icon(
  'hand-over',
  '<path d="M2.5 5.5L8 2.8l5.5 2.7v5L8 13.2l-5.5-2.7zM2.5 5.5L8 8.2l5.5-2.7M8 8.2v5"/>'
);
export const reportIcon = icon(
  'report',
  '<path d="M4 1.8h5.4L12.5 5v9.2H4zM9.2 2v3.2h3.1M6 8h4.4M6 10.8h4.4"/>'
);

const tickIcon = icon('tick', `${CIRCLE}<path d="M5.2 8.2l2 2 3.6-4.2"/>`);
const aboutIcon = icon(
  'about-equal',
  `${CIRCLE}<path d="M4.8 7c1.1-1.4 2.1-1 3.2-.4s2.1 1 3.2-.4M5 10.2h6"/>`
);
const notEqualIcon = icon('not-equal', `${CIRCLE}<path d="M5 6.6h6M5 9.4h6M9.6 4.6L6.4 11.4"/>`);
const crossIcon = icon('cross', `${CIRCLE}<path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"/>`);
const pencilIcon = icon(
  'pencil',
  '<path d="M3 13l.7-3L10.8 2.9l2.3 2.3L6 12.3zM9.2 4.5l2.3 2.3"/>'
);
const orderIcon = icon(
  'order',
  '<path d="M5 13V3.5M2.6 6L5 3.5 7.4 6M11 3v9.5M8.6 10l2.4 2.5 2.4-2.5"/>'
);
const diceIcon = icon(
  'dice',
  '<rect x="2.5" y="2.5" width="11" height="11" rx="2"/><path d="M5.5 5.5v.01M10.5 5.5v.01M8 8v.01M5.5 10.5v.01M10.5 10.5v.01" stroke-width="2.2"/>'
);
const dashIcon = icon('dash', `${CIRCLE}<path d="M5.2 8h5.6"/>`);
const ringIcon = icon('ring', CIRCLE);
const dotIcon = icon('dot', `${CIRCLE}<circle cx="8" cy="8" r="2.2" fill="currentColor"/>`);
const waveIcon = icon('drift', `${CIRCLE}<path d="M8 4.6v4.2M8 11.3v.1"/>`);
const busyIcon = icon('busy', '<path d="M14 8a6 6 0 1 1-3.5-5.5"/>');

export const MARK_ICONS: Readonly<Record<MarkName, LabIcon>> = {
  identical: tickIcon,
  equivalent: aboutIcon,
  diverged: notEqualIcon,
  failed: crossIcon,
  stale: pencilIcon,
  'other-outputs': notEqualIcon,
  'out-of-order': orderIcon,
  unpinned: diceIcon,
  unverifiable: dashIcon
};

export const STANDING_ICONS: Readonly<Record<StandingName, LabIcon>> = {
  unknown: ringIcon,
  'no-server': crossIcon,
  'not-recorded': ringIcon,
  pinned: pinIcon,
  recorded: dotIcon,
  edited: pencilIcon,
  comparing: ringIcon,
  'other-outputs': notEqualIcon,
  queued: busyIcon,
  verifying: busyIcon,
  proving: busyIcon,
  packing: busyIcon,
  recording: busyIcon,
  verified: tickIcon,
  diverged: notEqualIcon,
  failed: crossIcon,
  unverifiable: dashIcon,
  drifted: waveIcon
};
