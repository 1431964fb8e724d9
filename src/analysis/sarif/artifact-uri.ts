import { languages } from '../../engine/languages/names.js';

/** The analysed file as a relative URI; a name of its own for code without one. */
export function artifactUri(filename: string | null, language: string): string {
  const extension = languages.find(({ id }) => id === language)?.extensions[0] ?? 'txt';
  const segments = (filename ?? `snippet.${extension}`)
    .replace(/\\/g, '/')
    .replace(/^[A-Za-z]:/, '')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (segments.length === 0) return `snippet.${extension}`;
  // Lone surrogates have no encoding.
  return segments.map((segment) => encodeURIComponent(segment.replace(/[\ud800-\udfff]/gu, '\ufffd'))).join('/');
}
