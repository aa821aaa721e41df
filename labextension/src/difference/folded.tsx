/** What is shown only when it is asked for. */

import * as React from 'react';

interface IFoldedProps {
  summary: string;
  /** Not called before it is opened: what is not seen costs nothing. */
  children: () => React.ReactNode;
}

/** A disclosure of the browser's own, for the keyboard and for screen readers. */
export function Folded({ summary, children }: IFoldedProps): React.JSX.Element {
  const [opened, setOpened] = React.useState(false);
  return (
    <details
      className="jp-Repro-folded"
      onToggle={event => setOpened(was => was || event.currentTarget.open)}
    >
      <summary>{summary}</summary>
      {opened && children()}
    </details>
  );
}
