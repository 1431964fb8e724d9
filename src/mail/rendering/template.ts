/**
 * Templates of mails. `{{name}}` is a value, escaped for where it stands; `{{{name}}}` is text of our own that is already
 * fit for its place. A name that has no value is an error, so that no mail goes out with a hole in it.
 */

export type Values = Readonly<Record<string, string>>;

/** Every control, format, surrogate, private and unassigned character, and line separators. */
const invisible = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A value without anything that could start a new line or header, or turn text around. */
export function plain(value: string): string {
  return value.replace(invisible, '');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(value: string): string {
  return plain(value).replace(/[&<>"']/g, (character) => entities[character] as string);
}

/** @throws Error when the template names a value that is not given. */
export function fill(template: string, values: Values, escape: (value: string) => string): string {
  return template.replace(/\{\{\{(\w+)\}\}\}|\{\{(\w+)\}\}/g, (_, ready?: string, escaped?: string) => {
    const value = values[ready ?? escaped ?? ''];
    if (value === undefined) throw new Error(`the template has no value for ${ready ?? escaped}`);
    return ready === undefined ? escape(value) : value;
  });
}

/** Longest text of somebody's own choice that is shown, characters. */
const LONGEST = 120;

/**
 * A text that somebody chose who is not the reader (a name, a user agent), cut short and so that no program makes a link
 * or a mention of it.
 */
export function harmless(text: string): string {
  const cut = [...text].slice(0, LONGEST).join('');
  return cut
    .replaceAll('://', ' ')
    .replace(/(?<=\p{L})\.(?=\p{L})/gu, ' ')
    .replaceAll('@', ' ');
}
