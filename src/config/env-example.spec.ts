import { readFileSync } from 'node:fs';
import { Configuration } from './configuration.js';
import { settingsSchema } from './settings.js';

const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const entries = [...text.matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(
  ([, name = '', value = '']) => [name, value] as const,
);

describe('.env.example', () => {
  it('names every setting once, and nothing else', () => {
    expect(entries.map(([name]) => name).sort()).toEqual(Object.keys(settingsSchema.shape).sort());
  });

  it('changes nothing when it is copied as it is', () => {
    expect(text).not.toMatch(/^[A-Z]/m);
  });

  it('shows the defaults', () => {
    expect(Configuration.parse(Object.fromEntries(entries)).settings).toEqual(Configuration.parse({}).settings);
  });
});
