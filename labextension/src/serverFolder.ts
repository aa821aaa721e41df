import type { Contents } from '@jupyterlab/services';

/** Drives that show the server's own files; the second is that of jupyter-collaboration. */
const OWN_DRIVES: ReadonlySet<string> = new Set(['', 'RTC']);

/** A path as the server names it, relative to its root; null for what is of another drive. */
export function serverFolder(contents: Contents.IManager, path: string): string | null {
  return OWN_DRIVES.has(contents.driveName(path)) ? contents.localPath(path) : null;
}
