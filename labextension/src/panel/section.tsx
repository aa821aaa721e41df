import * as React from 'react';

/** A topic of the panel that can be folded away. */
export function Section(props: {
  title: string;
  /** How many things it holds; not told where it is left out. */
  count?: number;
  isOpen?: boolean;
  children: React.ReactNode;
}): React.JSX.Element {
  const { title, count, isOpen, children } = props;
  return (
    <details className="jp-Repro-section" open={isOpen}>
      <summary>
        <h3>{title}</h3>
        {count !== undefined && <span className="jp-Repro-count">{count}</span>}
      </summary>
      {children}
    </details>
  );
}
