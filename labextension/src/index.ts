import { cellBadges } from './plugins/cellBadges';
import { commands } from './plugins/commands';
import { contextMenus } from './plugins/contextMenus';
import { dashboard } from './plugins/dashboard';
import { fileMarks } from './plugins/fileMarks';
import { models } from './plugins/models';
import { reproStatus } from './plugins/reproStatus';
import { sidePanel } from './plugins/sidePanel';
import { statusItem } from './plugins/statusItem';

export type { MarkName } from './cellMark';
export type { StandingName } from './standing';
export type { INotebookStatus } from './tokens';
export { IReproStatus } from './tokens';

/** Each can be disabled by itself; without the first there is none. */
export default [
  models,
  reproStatus,
  statusItem,
  cellBadges,
  sidePanel,
  commands,
  dashboard,
  fileMarks,
  contextMenus
];
