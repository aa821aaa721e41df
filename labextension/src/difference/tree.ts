/** Changes of a document as a tree of their paths. */

import type { IValueChange } from '../answers';

/** A place in a document. */
export interface INode {
  /** The parts of its path from its parent on: a chain without a fork is one node. */
  names: string[];
  /** The change of the value at this place. */
  change: IValueChange | null;
  children: INode[];
  /** Changes here and below. */
  count: number;
}

/** The places below the document itself, in the order of the changes. */
export function treeOf(changes: readonly IValueChange[]): INode[] {
  const root = new Growing('');
  for (const change of changes) {
    root.add(change);
  }
  const whole = root.node();
  return whole.change || whole.names.length > 1 ? [named(whole)] : whole.children;
}

/** The root has no name of its own. */
function named(root: INode): INode {
  return { ...root, names: root.names.slice(1) };
}

class Growing {
  constructor(readonly name: string) {}

  add(change: IValueChange): void {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    let place: Growing = this;
    for (const name of change.path) {
      place = place._child(name);
    }
    place._change = change;
  }

  /** Without recursion along chains, for a path may have thousands of parts. */
  node(): INode {
    const names = [this.name];
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    let end: Growing = this;
    while (!end._change && end._children.size === 1) {
      end = end._children.values().next().value as Growing;
      names.push(end.name);
    }
    const children = [...end._children.values()].map(child => child.node());
    const below = children.reduce((sum, child) => sum + child.count, 0);
    const count = below + (end._change ? 1 : 0);
    return { names, change: end._change, children, count };
  }

  private _child(name: string): Growing {
    const child = this._children.get(name) ?? new Growing(name);
    this._children.set(name, child);
    return child;
  }

  private _change: IValueChange | null = null;
  private readonly _children = new Map<string, Growing>();
}
