import type { Event } from '@jupyterlab/services';
import type { IProgress } from './answers';

const PROGRESS = 'https://schema.jupyter-repro.org/job/v1';

/** Have what the server says of its jobs heard, as long as the hearer is there. */
export function onJobs(
  events: Event.IManager,
  hearer: object,
  hear: (progress: IProgress) => void
): void {
  const onEvent = (_: Event.IManager, event: Event.Emission): void => {
    if (event.schema_id === PROGRESS) {
      hear(event as unknown as IProgress);
    }
  };
  events.stream.connect(onEvent, hearer);
}
