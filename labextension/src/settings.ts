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

/** The settings, which follow each change of the user's; the defaults where there is no registry. */
export async function loadSettings(
  registry: ISettingRegistry | null,
  plugin: string,
  changed: () => void
): Promise<ISettings> {
  const settings: { -readonly [Name in keyof ISettings]: ISettings[Name] } = { ...DEFAULTS };
  const loaded = await registry?.load(plugin).catch(() => null);
  const read = (): void => {
    Object.assign(settings, DEFAULTS, loaded?.composite);
    changed();
  };
  loaded?.changed.connect(read);
  Object.assign(settings, loaded?.composite);
  return settings;
}
