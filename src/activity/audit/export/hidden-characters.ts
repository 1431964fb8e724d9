/**
 * Characters that are not seen and do something: controls, formats (also those that turn the direction of what follows), and
 * the separators at which some readers of lines begin a new one (U+0085, U+2028, U+2029).
 */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const hiddenInLine = /[^\P{Cc}\t\r\n]|[\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON that says the same, on one line for whoever reads it. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(hidden, escaped)}\n`;
}

/** For formats without such escapes: each as `<U+202E>`. */
export function shown(text: string): string {
  return text.replace(hidden, named);
}

/** The same, but for tabs and line breaks. */
export function shownBetweenBreaks(text: string): string {
  return text.replace(hiddenInLine, named);
}

function named(character: string): string {
  const code = character.codePointAt(0) as number;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** Beyond the first 65,536 as two units, as JSON has it. */
function escaped(character: string): string {
  let text = '';
  for (let index = 0; index < character.length; index += 1) {
    text += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return text;
}
