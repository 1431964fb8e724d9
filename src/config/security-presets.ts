/**
 * Sets of defaults for settings, by `SECURITY_PRESET`; a setting that is given itself wins. What no setting holds (the
 * least length of new passwords) asks the preset by name.
 */
const presets: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  strict: {
    ACCESS_TOKEN_TTL: '900',
    REFRESH_TOKEN_IDLE_TTL: '604800',
    REFRESH_TOKEN_ABSOLUTE_TTL: '2592000',
  },
};

/** The settings that a preset gives; none for `standard` and for a name that no preset has. */
export function presetDefaults(preset: string | undefined): Record<string, string> {
  const name = preset?.trim() ?? '';
  return Object.hasOwn(presets, name) ? { ...presets[name] } : {};
}
