/** Work that is done once for all that asks for it, when the page has shown what the user did. */
export class AfterPaint {
  constructor(private readonly _work: () => void) {}

  /** Have it done soon; what is asked for twice is done once. */
  schedule(): void {
    this._frame ||= requestAnimationFrame(() => {
      // a task of its own comes after the paint of this frame
      this._task = setTimeout(() => {
        this._frame = 0;
        this._work();
      });
    });
  }

  /** It is not done any more. */
  dispose(): void {
    cancelAnimationFrame(this._frame);
    clearTimeout(this._task);
  }

  private _frame = 0;
  private _task: ReturnType<typeof setTimeout> | undefined;
}
