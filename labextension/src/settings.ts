import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** What the user has set; see schema/plugin.json. */
export interface ISettings {
  /** Seed that Pin uses. */
  readonly seed: number;
  /** Whether each Python kernel is recorded from its start. */
  readonly recordFromStart: boolean;
  /** Which cells have a badge. */
  readonly badges: 'all' | 'problems' | 'none';
}

const DEFAULTS: ISettings = { seed: 42, recordFromStart: true, badges: 'all' };

/**
 * The settings, which follow each change of the user's; the defaults where there is no registry, and until it has answered,
 * for the page must not wait for it.
 */
export class FollowedSettings implements ISettings {
  constructor(registry: ISettingRegistry | null, plugin: string) {
    // a registry that does not know us leaves the defaults
    this._follow(registry, plugin).catch(() => undefined);
  }

  get seed(): number {
    return this._settings.seed;
  }

  get recordFromStart(): boolean {
    return this._settings.recordFromStart;
  }

  get badges(): ISettings['badges'] {
    return this._settings.badges;
  }

  /** Emitted when any of them is another. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  private async _follow(registry: ISettingRegistry | null, plugin: string): Promise<void> {
    const loaded = await registry?.load(plugin);
    const read = (): void => {
      this._settings = { ...DEFAULTS, ...loaded?.composite };
      this._changed.emit();
    };
    loaded?.changed.connect(read, this);
    read();
  }

  private _settings = DEFAULTS;
  private readonly _changed = new Signal<this, void>(this);
}
