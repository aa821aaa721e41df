import type { Event } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { IProgress } from '../answers';
import { onJobs } from '../jobEvents';

/** The jobs that have ended since the page was opened: an end is not missed that comes before the job is waited for. */
export class EndedJobs {
  constructor(events: Event.IManager) {
    onJobs(events, this, progress => {
      if (progress.phase !== 'queued' && progress.phase !== 'running') {
        this._ended.add(progress.id);
        this._changed.emit();
      }
    });
  }

  /** Wait until all of these have ended; `heard` is called with the number of those that have. */
  untilEnded(jobs: readonly IProgress[], heard: (ended: number) => void): Promise<void> {
    return new Promise(resolve => {
      const count = (): void => {
        const ended = jobs.filter(each => this._ended.has(each.id)).length;
        heard(ended);
        if (ended === jobs.length) {
          this._changed.disconnect(count, this);
          resolve();
        }
      };
      this._changed.connect(count, this);
      count();
    });
  }

  private readonly _ended = new Set<string>();
  private readonly _changed = new Signal<this, void>(this);
}
