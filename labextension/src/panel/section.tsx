import * as React from 'react';

/** A topic of the panel that can be folded away. */
export function Section(props: {
  title: string;
  /** How many things it holds; not shown where it is left out. */
  count?: number;
  isOpen?: boolean;
  /** By which it is found. */
  className?: string;
  children: React.ReactNode;
}): React.JSX.Element {
  const { title, count, isOpen, className, children } = props;
  return (
    <details className={`jp-Repro-section ${className ?? ''}`} open={isOpen}>
      <summary>
        <h3>{title}</h3>
        {count !== undefined && <span className="jp-Repro-count">{count}</span>}
      </summary>
      {children}
    </details>
  );
}
