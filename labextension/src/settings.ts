import type { ISettingRegistry } from '@jupyterlab/settingregistry';

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
export function followedSettings(
  registry: ISettingRegistry | null,
  plugin: string,
  changed: () => void
): ISettings {
  const settings = { ...DEFAULTS };
  const follow = async (): Promise<void> => {
    const loaded = await registry?.load(plugin);
    const read = (): void => {
      Object.assign(settings, DEFAULTS, loaded?.composite);
      changed();
    };
    loaded?.changed.connect(read);
    read();
  };
  // a registry that does not know us leaves the defaults
  void follow().catch(() => undefined);
  return settings;
}
