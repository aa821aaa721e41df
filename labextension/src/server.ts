import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type {
  IDrift,
  IJob,
  INotebooks,
  IProgress,
  IRestored,
  IShown,
  IState,
  JobKind
} from './answers';
import { RequestFailed } from './requestFailed';

/** What can be asked for of many notebooks at once. */
export type ManyKind = Extract<JobKind, 'verify' | 'snapshot'>;

/** The server extension; see docs/server.md. All of it throws RequestFailed. */
export class ReproServer {
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  /** What is recorded of a notebook. */
  state(path: string): Promise<IState> {
    return this._ask('GET', ['state'], { path });
  }

  /** What of its context is not as it was recorded. */
  drift(path: string): Promise<IDrift> {
    return this._ask('GET', ['drift'], { path });
  }

  /** What differs of shown outputs, by the id of the recorded cell; null for those of the saved file. */
  outputs(
    path: string,
    cells: Readonly<Record<string, readonly unknown[] | null>>
  ): Promise<IShown> {
    return this._ask('POST', ['outputs'], {}, { path, cells });
  }

  /** Ask for a job; of one that waits or runs already, that one. */
  start(path: string, kind: JobKind): Promise<IJob> {
    return this._ask('POST', ['jobs'], {}, { path, kind });
  }

  /** Where the notebooks of a folder stand. */
  folder(path: string): Promise<INotebooks> {
    return this._ask('GET', ['folder'], { path });
  }

  /** Where all notebooks below a folder stand, or the one notebook of that path. */
  notebooks(path = ''): Promise<INotebooks> {
    return this._ask('GET', ['notebooks'], { path });
  }

  /** Ask for a job of each notebook; of a verification, where anything has changed since it reproduced last. */
  startMany(paths: readonly string[], kind: ManyKind): Promise<IProgress[]> {
    return this._ask('POST', ['jobs', 'many'], {}, { paths, kind });
  }

  /** End several jobs; those that have ended stay as they are. */
  endMany(ids: readonly string[]): Promise<IProgress[]> {
    return this._ask('POST', ['jobs', 'end'], {}, { ids });
  }

  job(id: string): Promise<IJob> {
    return this._ask('GET', ['jobs', id]);
  }

  /** End a job; one that has ended stays as it is. */
  cancel(id: string): Promise<IJob> {
    return this._ask('DELETE', ['jobs', id]);
  }

  /** Bring a recorded file of a notebook back into place. */
  restore(path: string, name: string): Promise<IRestored> {
    return this._ask('POST', ['restore'], {}, { path, name });
  }

  /** Address of the report of a verification, as a page. */
  reportUrl(id: string): string {
    return this._url(['jobs', id, 'report']);
  }

  private async _ask<Answer>(
    method: string,
    address: readonly string[],
    query: Readonly<Record<string, string>> = {},
    body?: unknown
  ): Promise<Answer> {
    const url = this._url(address) + URLExt.objectToQueryString(query);
    const request = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, request, this._settings);
    } catch (error) {
      throw new RequestFailed(String(error), 0);
    }
    if (!response.ok) {
      const isMissing = response.status === 404 && !isJson(response);
      throw new RequestFailed(await reason(response), response.status, isMissing);
    }
    return (await response.json()) as Answer;
  }

  private _url(address: readonly string[]): string {
    return URLExt.join(this._settings.baseUrl, 'jupyter-repro', ...address);
  }
}

function isJson(response: Response): boolean {
  return (response.headers.get('Content-Type') ?? '').includes('json');
}

async function reason(response: Response): Promise<string> {
  try {
    const { message } = (await response.json()) as { message?: string };
    return message || response.statusText;
  } catch {
    return response.statusText;
  }
}
