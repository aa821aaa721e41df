/** Commands, as the palette, menus, toolbars, shortcuts and other extensions name them. */
export const CommandIDs = {
  nextStep: 'jupyter-repro:next-step',
  pin: 'jupyter-repro:pin',
  snapshot: 'jupyter-repro:snapshot',
  verify: 'jupyter-repro:verify',
  why: 'jupyter-repro:why',
  prove: 'jupyter-repro:prove',
  handOver: 'jupyter-repro:hand-over',
  openReport: 'jupyter-repro:open-report',
  freshRun: 'jupyter-repro:restart-and-record',
  restore: 'jupyter-repro:restore',
  cancel: 'jupyter-repro:cancel',
  refresh: 'jupyter-repro:refresh'
} as const;
