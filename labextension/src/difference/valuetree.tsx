/** Changed values of a document, as a tree of their paths. */

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { IValueChange } from '../answers';
import { usePart } from './more';
import { treeOf, type INode } from './tree';
import { Limit, Value } from './values';
import { visible } from './visible';

/** Changes of a place up to which it is open at first. */
const OPEN = 12;
/** Places that are shown before a reader asks for more. */
const FIRST = 15;

interface IValueTreeProps {
  changes: IValueChange[];
  trans: TranslationBundle;
}

/** The places of a document that hold changes. */
export function ValueTree({ changes, trans }: IValueTreeProps): React.JSX.Element {
  const nodes = React.useMemo(() => treeOf(changes), [changes]);
  return (
    <div className="jp-Repro-tree">
      <Places nodes={nodes} trans={trans} />
      <Limit count={changes.length} trans={trans} />
    </div>
  );
}

interface IPlacesProps {
  nodes: INode[];
  trans: TranslationBundle;
}

function Places({ nodes, trans }: IPlacesProps): React.JSX.Element {
  const [part, more] = usePart(nodes, FIRST, trans);
  return (
    <ul>
      {part.map((node, index) => (
        <li key={index}>
          <Place node={node} alone={nodes.length === 1} trans={trans} />
        </li>
      ))}
      {more && <li>{more}</li>}
    </ul>
  );
}

interface IPlaceProps {
  node: INode;
  /** Whether it has no siblings: then there is nothing else to see. */
  alone: boolean;
  trans: TranslationBundle;
}

function Place({ node, alone, trans }: IPlaceProps): React.JSX.Element {
  const change = node.change && <Change change={node.change} trans={trans} />;
  if (node.children.length === 0) {
    return (
      <div className="jp-Repro-tree-leaf">
        <Names names={node.names} trans={trans} />
        {change}
      </div>
    );
  }
  return (
    <Branch node={node} alone={alone} trans={trans}>
      {change}
    </Branch>
  );
}

function Branch(props: React.PropsWithChildren<IPlaceProps>): React.JSX.Element {
  const { node, alone, trans, children } = props;
  const [open, setOpen] = React.useState(alone || node.count <= OPEN);
  return (
    <details
      open={open}
      onToggle={event => {
        event.stopPropagation();
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>
        <Names names={node.names} trans={trans} />{' '}
        <span className="jp-Repro-tree-count">{trans._n('%1 value', '%1 values', node.count)}</span>
      </summary>
      {children}
      {open && <Places nodes={node.children} trans={trans} />}
    </details>
  );
}

interface INamesProps {
  names: string[];
  trans: TranslationBundle;
}

/** The parts of a path; of a very long one its ends. */
function Names({ names, trans }: INamesProps): React.JSX.Element {
  const shown = names.length > 12 ? [...names.slice(0, 6), '…', ...names.slice(-5)] : names;
  return (
    <span className="jp-Repro-tree-names">
      {shown.length === 0 && trans.__('the whole')}
      {shown.map((name, index) => (
        <React.Fragment key={index}>
          {index > 0 && <span className="jp-Repro-tree-step"> › </span>}
          <bdi>{visible(name) || '""'}</bdi>
        </React.Fragment>
      ))}
    </span>
  );
}

interface IChangeProps {
  change: IValueChange;
  trans: TranslationBundle;
}

function Change({ change, trans }: IChangeProps): React.JSX.Element {
  const { recorded, found } = change;
  const value = { recorded, found, trans };
  return (
    <span className="jp-Repro-tree-change">
      <Signed sign="−" name={trans.__('recorded')}>
        <Value side="recorded" {...value} />
      </Signed>
      <span aria-hidden="true"> → </span>
      <Signed sign="+" name={trans.__('found')}>
        <Value side="found" {...value} />
      </Signed>
    </span>
  );
}

interface ISignedProps {
  sign: string;
  name: string;
}

/** A value after its sign, which is read by its name. */
function Signed(props: React.PropsWithChildren<ISignedProps>): React.JSX.Element {
  return (
    <span className="jp-Repro-signed">
      <b role="img" aria-label={props.name} title={props.name}>
        {props.sign}
      </b>{' '}
      {props.children}
    </span>
  );
}
