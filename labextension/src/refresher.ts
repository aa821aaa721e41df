import type { IDisposable } from '@lumino/disposable';

/**
 * Has something looked at again for all who ask, at most once in a while. Each gets a look that begins after the question:
 * one under way may have passed what the question is about. Lumino's Throttler would answer with the one under way.
 */
export class Refresher implements IDisposable {
  constructor(
    private readonly _look: () => Promise<void>,
    /** Milliseconds in which those who ask share one look. */
    private readonly _pause: number
  ) {}

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** No look begins any more; who waits for one waits no longer. */
  dispose(): void {
    this._isDisposed = true;
  }

  /** Settled when a look has ended that began after this call. Throws what the look throws. */
  refresh(): Promise<void> {
    return (this._next ??= this._after(this._underWay));
  }

  private async _after(underWay: Promise<void>): Promise<void> {
    // what it throws is for those who asked for it
    await underWay.catch(() => undefined);
    await new Promise(resolve => setTimeout(resolve, this._pause));
    this._next = null;
    this._underWay = this._isDisposed ? Promise.resolve() : this._look();
    await this._underWay;
  }

  private _isDisposed = false;
  /** The look that has begun last. */
  private _underWay = Promise.resolve();
  /** The one that all are waiting for who ask now; null where nobody has asked since the last one began. */
  private _next: Promise<void> | null = null;
}
