import type { ILabShell } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import { IFrame } from '@jupyterlab/ui-components';
import { reportIcon } from './icons';

/** In a tab of JupyterLab; in a page of its own in Notebook 7, where a page holds one document. */
export function openReport(labShell: ILabShell | null, url: string, title: string): void {
  if (!labShell) {
    window.open(url, '_blank', 'noopener');
    return;
  }
  const content = new IFrame({ sandbox: ['allow-scripts'], referrerPolicy: 'no-referrer' });
  content.url = url;
  const widget = new MainAreaWidget({ content });
  widget.title.label = title;
  widget.title.icon = reportIcon;
  labShell.add(widget, 'main', { mode: 'split-right' });
}
