import type { LanguageId } from '../../tree/syntax-tree.js';
import { ellipsisName, metavariablePrefix } from './pattern-syntax.js';

/** What `$...X` becomes, before the X. */
export const spreadPrefix = '__spread_';
/** What `<... P ...>` becomes: a call of this with P. */
export const deepName = '__deep__';
/** What `(Type $X)` becomes: this, the index of the type in `types`, `_` and the X. */
export const typedPrefix = '__typed_';

/** A pattern as the language's grammar can read it. */
export interface PatternText {
  readonly text: string;
  /** Last names of the types of typed metavariables. */
  readonly types: readonly string[];
}

const endedBySemicolon: ReadonlySet<LanguageId> = new Set<LanguageId>([
  'java',
  'csharp',
  'c',
  'cpp',
  'php',
  'rust',
  'javascript',
  'typescript',
]);

/** What stands for any parameters where a parameter is more than a name. */
const parameterEllipsis: Readonly<Partial<Record<LanguageId, string>>> = {
  java: `${ellipsisName} ${ellipsisName}`,
  csharp: `${ellipsisName} ${ellipsisName}`,
  c: `${ellipsisName} ${ellipsisName}`,
  cpp: `${ellipsisName} ${ellipsisName}`,
  go: `${ellipsisName} ${ellipsisName}`,
  php: `$${ellipsisName}`,
  rust: `${ellipsisName}: ${ellipsisName}`,
};

/** What stands for any members of a class. */
const memberEllipsis: Readonly<Partial<Record<LanguageId, string>>> = {
  java: `${ellipsisName} ${ellipsisName};`,
  csharp: `${ellipsisName} ${ellipsisName};`,
  cpp: `${ellipsisName} ${ellipsisName};`,
  c: `${ellipsisName} ${ellipsisName};`,
  php: `private $${ellipsisName};`,
  rust: '',
};

/** Replaces what no grammar reads (`$X`, `...`, `<... ...>`, `(T $X)`) by names it does. */
export function patternText(source: string, language: LanguageId): PatternText {
  const types: string[] = [];
  const typed = (type: string, name: string): string => {
    types.push(
      type
        .replace(/<.*|[[\]*&\s]+/g, '')
        .split(/[.:]+/)
        .at(-1) ?? type,
    );
    return `${typedPrefix}${types.length - 1}_${name}`;
  };
  const plain = source
    .trim()
    .replace(/<\.\.\./g, `${deepName}(`)
    .replace(/\.\.\.>/g, ')')
    .replace(
      /(^|[=(,;:!&|?+]|\breturn|\{|\n)(\s*)\(\s*([A-Za-z_][\w.<>[\]*& ]*?)[ ]+\*?\$([A-Z_][A-Z0-9_]*)\s*\)/g,
      (...found) => {
        const [, before, space, type, name] = found as [string, string, string, string, string];
        return `${before}${space}${typed(type, name)}`;
      },
    )
    .replace(
      /(^|[=(,;!&|?+]|\breturn|\{|\n)(\s*)\(\s*\$([A-Z_][A-Z0-9_]*)\s*:\s*([\w.<>[\]*& |]+?)\s*\)/g,
      (...found) => {
        const [, before, space, name, type] = found as [string, string, string, string, string];
        return `${before}${space}${typed(type, name)}`;
      },
    )
    .replace(/\$\.\.\.([A-Z_][A-Z0-9_]*)/g, language === 'php' ? `$${spreadPrefix}$1` : `${spreadPrefix}$1`)
    .replace(/\.\s*\.\.\.\s*\./g, `.${ellipsisName}.`)
    .replace(/(["'])\.\.\.\1/g, `$1${ellipsisName}$1`);
  return { text: withMetavariables(withEllipses(plain, language), language), types };
}

function withMetavariables(text: string, language: LanguageId): string {
  if (language !== 'php') return text.replace(/\$([A-Z_][A-Z0-9_]*)\b/g, `${metavariablePrefix}$1`);
  return text.replace(
    /((?:\b(?:function|class|extends|implements|const|interface|trait)\s+)?)\$([A-Z_][A-Z0-9_]*)\b/g,
    (_found, keyword: string, name: string) => `${keyword}${keyword === '' ? '$' : ''}${metavariablePrefix}${name}`,
  );
}

interface Bracket {
  readonly kind: 'call' | 'parameters' | 'loop' | 'statements' | 'members' | 'list' | 'entries';
}

/** Each `...` by what it stands among: arguments, parameters, statements, members of a class, elements. */
function withEllipses(text: string, language: LanguageId): string {
  const open: Bracket[] = [];
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '"' || letter === "'" || letter === '`') {
      const end = endOfString(text, at);
      const inside = text.slice(at, end);
      // The parts of a text with holes: `f"...{$X}..."`.
      out += inside.replace(/\.\.\./g, ellipsisName);
      at = end - 1;
    } else if (letter === '(' || letter === '[' || letter === '{') {
      open.push({ kind: bracketKind(text, at, language) });
      out += letter;
    } else if (letter === ')' || letter === ']' || letter === '}') {
      open.pop();
      out += letter;
    } else if (isEllipsis(text, at)) {
      out += ellipsisIn(open.at(-1)?.kind ?? 'statements', text, at, language);
      at += 2;
    } else out += letter;
  }
  return out;
}

/** Not the spread of a value (`...args`), which is code. */
function isEllipsis(text: string, at: number): boolean {
  return text.startsWith('...', at) && text[at - 1] !== '.' && !/[\w.([{$'"]/.test(text.charAt(at + 3));
}

function ellipsisIn(kind: Bracket['kind'], text: string, at: number, language: LanguageId): string {
  // A hash of Ruby takes no bare name.
  if (kind === 'entries' && language === 'ruby') return `**${ellipsisName}`;
  if (kind === 'call' || kind === 'list' || kind === 'entries') return ellipsisName;
  if (kind === 'parameters') return parameterEllipsis[language] ?? ellipsisName;
  if (kind === 'loop') return `${ellipsisName}; ${ellipsisName}; ${ellipsisName}`;
  const isElement = /^\.\.\.\s*,/.test(text.slice(at)) || /,\s*$/.test(text.slice(0, at));
  if (kind === 'members') return memberEllipsis[language] ?? `${ellipsisName};`;
  if (isElement || !endedBySemicolon.has(language)) return ellipsisName;
  return /^\.\.\.\s*;/.test(text.slice(at)) ? ellipsisName : `${ellipsisName};`;
}

function bracketKind(text: string, at: number, language: LanguageId): Bracket['kind'] {
  const letter = text.charAt(at);
  if (letter === '[') return 'list';
  const before = text.slice(0, at);
  if (letter === '{') {
    if (/([(,=:[]|\breturn)\s*$/.test(before)) return 'entries';
    const header = before.slice(
      Math.max(before.lastIndexOf(';'), before.lastIndexOf('{'), before.lastIndexOf('}')) + 1,
    );
    return /\b(class|interface|enum|record|struct|trait|impl)\b[^()]*$/.test(header) && language !== 'ruby'
      ? 'members'
      : 'statements';
  }
  if (/\bfor\s*$/.test(before)) return parameterEllipsis[language] || endedBySemicolon.has(language) ? 'loop' : 'call';
  if (/\bfunc\s*(\([^()]*\)\s*)?[\w$]*$/.test(before) || /\b(fn|function)\s+[\w$]*\s*$/.test(before))
    return 'parameters';
  if (/\b(if|while|switch|catch|return|new)\s*$/.test(before)) return 'call';
  // `Type name(…) {`, `Type name(…) throws E {`.
  const after = text.slice(closing(text, at) + 1);
  return /^\s*(throws\s+[\w$., ]+)?\{/.test(after) && /[\w$>\]]\s+[\w$]+\s*$/.test(before) ? 'parameters' : 'call';
}

function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at + 1;
    else if (text[at] === '\n' && quote !== '`') return start + 1;
  }
  return start + 1;
}
