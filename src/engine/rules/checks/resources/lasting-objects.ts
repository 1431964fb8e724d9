import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Fields that begin as an empty map; the first group is the name. */
const fields: Readonly<Record<string, RegExp>> = {
  ruby: /^\s*(@\w+)\s*=\s*(?:\{\s*\}|Hash\.new)\s*$/gm,
  python:
    /^\s*(self\.\w+)\s*(?::[^=\n]{1,60})?=\s*(?:\{\s*\}|dict\(\)|OrderedDict\(\)|collections\.OrderedDict\(\))\s*$/gm,
};

/** Where an object of the class is made once for the whole process: `NAME` stands for the class. */
const lasting: Readonly<Record<string, string>> = {
  ruby: String.raw`(?:\bset\s+:\w+\s*,\s*|^\s*(?:[A-Z][A-Z_]+|\$\w+|@@\w+)\s*(?:\|\|)?=\s*)(?:\w+::)*NAME\.new\b`,
  python: String.raw`^(?:    )?\w+(?:\s*:[^=\n]{1,60})?\s*=\s*(?:\w+\.)?NAME\(`,
};

/**
 * A field of an object that lives as long as the process, filled under keys that come from callers, from which nothing is ever
 * taken for good: `found = @known.delete(key) || …; @known[key] = found` only puts the key back at the end.
 */
export const growingFieldOfLastingObject: Check = function* (file) {
  const { language, source } = file.tree;
  const pattern = fields[language];
  const made = lasting[language];
  if (!pattern || made === undefined) return;
  for (const owner of [...file.grammar.classes].flatMap((kind) => file.tree.byKind(kind))) {
    const name = file.field(owner, 'name');
    const text = file.text(owner);
    if (!owner.named || !name || !/[@.]\w+\[/.test(text)) continue;
    const found = [...text.matchAll(pattern)].map(([, field = '']) => field);
    if (found.length === 0 || !new RegExp(made.replace('NAME', file.text(name)), 'm').test(source)) continue;
    for (const field of new Set(found)) {
      const put = putAt(file, owner, field);
      if (put && !isBounded(text, field)) yield { node: put };
    }
  }
};

/** Where a method puts a value under a key made of its parameters; null where none does. */
function putAt(file: SourceFile, owner: SyntaxNode, field: string): SyntaxNode | null {
  const places = new RegExp(`^${field.replace('.', '\\.')}\\[([^\\]]+)\\]$`);
  for (const assignment of file.descendants(owner, assignments)) {
    const left = file.field(assignment, 'left');
    const key = left ? places.exec(file.text(left))?.[1] : undefined;
    const fn = key === undefined ? null : file.enclosingFunction(assignment);
    if (key === undefined || !fn || /^def\s+(?:initialize|__init__)\b/.test(file.text(fn).slice(0, 30))) continue;
    const parameters = file.field(fn, 'parameters');
    const own = new Set(parameters ? file.descendants(parameters, names).map((one) => file.text(one)) : []);
    if (/^["':\d]/.test(key) || registers.test(file.text(file.field(fn, 'name') ?? fn).slice(0, 40))) continue;
    const derived = new RegExp(`\\b${key.replace(/\W/g, '\\$&')}\\s*=\\s*([^\\n]+)`).exec(file.text(fn))?.[1] ?? '';
    if ([...own].some((one) => one !== 'self' && new RegExp(`\\b${one}\\b`).test(`${key} ${derived}`)))
      return assignment;
  }
  return null;
}

const registers = /regist|subscri|^add|^set|define|declare|configure|mount|install|load|connect|join|open/i;
const names: ReadonlySet<string> = new Set(['identifier']);
const assignments: ReadonlySet<string> = new Set([
  'assignment',
  'operator_assignment',
  'augmented_assignment',
  'assignment_expression',
  'augmented_assignment_expression',
]);

function isBounded(text: string, field: string): boolean {
  const word = field.replace(/[.@]/g, '\\$&');
  const takes = new RegExp(
    `${word}\\s*\\.\\s*(?:shift|clear|size|length|count|delete_if|reject!|keep_if|select!|filter!|compact!|popitem|keys|move_to_end)\\b|\\blen\\(\\s*${word}\\s*\\)|\\bdel\\s+${word}\\[`,
  );
  if (takes.test(text)) return true;
  // Taken out only to be put back.
  const taken = [...text.matchAll(new RegExp(`${word}\\s*\\.\\s*(?:delete|pop)\\(([^()\\n]*)\\)([^\\n]*)`, 'g'))];
  if (taken.some(([, , rest = '']) => !/^\s*(?:\|\||or\b)/.test(rest))) return true;
  return [...text.matchAll(new RegExp(`${word}\\s*=(?![=>~])`, 'g'))].length > 1;
}
