import { type Comparison, ComparisonError, readComparison } from './comparison.js';
import { TenantRegex, TenantRegexError } from './tenant-regex.js';
import type { YamlView } from './yaml-view.js';

/** A formula as it is written, before its patterns are compiled for a language. */
export type FormulaSource =
  | { readonly type: 'pattern'; readonly text: string; readonly view: YamlView }
  | { readonly type: 'regex'; readonly regex: TenantRegex }
  | { readonly type: 'any'; readonly parts: readonly FormulaSource[] }
  | { readonly type: 'all'; readonly items: readonly FormulaItem[] };

export type FormulaItem =
  | { readonly role: 'positive' | 'inside' | 'not'; readonly formula: FormulaSource }
  | { readonly role: 'not-regex'; readonly regex: TenantRegex }
  | { readonly role: 'regex-of'; readonly metavariable: string; readonly regex: TenantRegex; readonly view: YamlView }
  | {
      readonly role: 'pattern-of';
      readonly metavariable: string;
      readonly formula: FormulaSource;
      readonly view: YamlView;
    }
  | {
      readonly role: 'comparison';
      readonly metavariable: string | null;
      readonly comparison: Comparison;
      readonly base: number;
      readonly strip: boolean;
      readonly view: YamlView;
    }
  | { readonly role: 'focus'; readonly metavariables: readonly string[]; readonly view: YamlView };

/** Operators that stand for ranges by themselves. */
export const formulaKeys = ['pattern', 'patterns', 'pattern-either', 'pattern-regex'] as const;

const itemKeys = [
  ...formulaKeys,
  'pattern-not',
  'pattern-inside',
  'pattern-not-inside',
  'pattern-not-regex',
  'metavariable-regex',
  'metavariable-pattern',
  'metavariable-comparison',
  'focus-metavariable',
] as const;

const unsupported: Readonly<Record<string, string>> = {
  'metavariable-analysis': 'metavariable-analysis is not offered; say what is meant with metavariable-regex',
  'metavariable-type': 'metavariable-type is not offered; write a typed metavariable: (Type $X)',
  'semgrep-internal-pattern-anywhere': 'internal operators are not offered',
};

const maximumDepth = 20;

/** The formula of a map that holds one (a rule, an item of pattern-sources); null when there is none, which is told. */
export function readFormula(view: YamlView, depth = 0): FormulaSource | null {
  if (depth > maximumDepth) {
    view.fault('too_large', 'the formula nests too deep');
    return null;
  }
  if (view.isText) return pattern(view);
  const given = formulaKeys.filter((key) => view.keys().includes(key));
  const [first, second] = given;
  if (first === undefined) {
    view.fault('missing', `one of ${formulaKeys.join(', ')} is needed`);
    return null;
  }
  if (second !== undefined) view.at(second).fault('invalid', `stands beside "${first}"; put both under "patterns"`);
  return operator(first, view.at(first), depth);
}

function operator(key: (typeof formulaKeys)[number], view: YamlView, depth: number): FormulaSource | null {
  if (key === 'pattern') return pattern(view);
  if (key === 'pattern-regex') {
    const regex = readRegex(view);
    if (regex?.source === '') view.fault('regex', 'the regular expression is empty');
    return regex && { type: 'regex', regex };
  }
  if (!view.isList || view.items().length === 0) {
    view.fault('invalid', 'must be a list that is not empty');
    return null;
  }
  const items = view.items().flatMap((item) => readItem(item, depth + 1));
  if (key === 'patterns') {
    if (!items.some(({ role }) => role === 'positive' || role === 'inside')) {
      view.fault(
        'invalid',
        'nothing here says what to look for: add pattern, pattern-either, pattern-regex or pattern-inside',
      );
      return null;
    }
    return { type: 'all', items };
  }
  return {
    type: 'any',
    parts: items.flatMap((item) =>
      item.role === 'positive' ? [item.formula] : [{ type: 'all' as const, items: [item] }],
    ),
  };
}

function pattern(view: YamlView): FormulaSource | null {
  const text = view.text('a pattern');
  if (text === null) return null;
  if (text.trim() === '') {
    view.fault('pattern', 'the pattern is empty');
    return null;
  }
  return { type: 'pattern', text, view };
}

/** An item of `patterns` or `pattern-either`; a list of none when it cannot be read, which is told. */
function readItem(view: YamlView, depth: number): FormulaItem[] {
  if (view.isText) {
    const formula = pattern(view);
    return formula ? [{ role: 'positive', formula }] : [];
  }
  if (!view.isMap) {
    view.fault('invalid', 'must be an operator with its value');
    return [];
  }
  view.only(itemKeys, unsupported);
  return itemKeys
    .filter((key) => view.keys().includes(key))
    .flatMap((key) => readOperator(key, view.at(key), depth) ?? []);
}

function readOperator(key: (typeof itemKeys)[number], view: YamlView, depth: number): FormulaItem | null {
  switch (key) {
    case 'pattern-not':
    case 'pattern-not-inside':
      return withRole('not', readFormula(view, depth));
    case 'pattern-inside':
      return withRole('inside', readFormula(view, depth));
    case 'pattern-not-regex': {
      const regex = readRegex(view);
      return regex && { role: 'not-regex', regex };
    }
    case 'metavariable-regex': {
      view.only(['metavariable', 'regex', 'constant-propagation']);
      const metavariable = readMetavariable(view.at('metavariable'));
      const regex = readRegex(view.at('regex'));
      return metavariable !== null && regex
        ? { role: 'regex-of', metavariable, regex, view: view.at('metavariable') }
        : null;
    }
    case 'metavariable-pattern': {
      view.only(['metavariable', 'language', ...itemKeys]);
      const metavariable = readMetavariable(view.at('metavariable'));
      const formula = conditionFormula(view, depth);
      return metavariable !== null && formula
        ? { role: 'pattern-of', metavariable, formula, view: view.at('metavariable') }
        : null;
    }
    case 'metavariable-comparison':
      return readMetavariableComparison(view);
    case 'focus-metavariable': {
      const names = view.texts();
      for (const name of names)
        if (!isMetavariable(name)) view.fault('invalid', `"${name}" is no metavariable ($NAME)`);
      return { role: 'focus', metavariables: names.filter(isMetavariable), view };
    }
    default:
      return withRole('positive', operator(key, view, depth));
  }
}

/** Inside metavariable-pattern, what must not match may stand alone: the metavariable is what it is taken from. */
function conditionFormula(view: YamlView, depth: number): FormulaSource | null {
  const keys = itemKeys.filter((key) => view.keys().includes(key));
  if (keys.length === 0) {
    view.fault('missing', 'a pattern is needed');
    return null;
  }
  const items = keys.flatMap((key) => {
    if (key !== 'patterns') return readOperator(key, view.at(key), depth) ?? [];
    return view
      .at(key)
      .items()
      .flatMap((item) => readItem(item, depth + 1));
  });
  return { type: 'all', items };
}

function withRole(role: 'positive' | 'inside' | 'not', formula: FormulaSource | null): FormulaItem | null {
  return formula && { role, formula };
}

function readMetavariableComparison(view: YamlView): FormulaItem | null {
  view.only(['metavariable', 'comparison', 'base', 'strip']);
  const named = view.at('metavariable');
  const metavariable = named.isThere ? readMetavariable(named) : null;
  const text = view.at('comparison').text('a comparison');
  const base = Number(view.at('base').plain() ?? 10);
  if (!Number.isInteger(base) || base < 2 || base > 36)
    view.at('base').fault('invalid', 'must be a whole number from 2 to 36');
  if (text === null) return null;
  try {
    const comparison = readComparison(text);
    const strip = view.at('strip').plain() === true;
    return { role: 'comparison', metavariable, comparison, base, strip, view: named.isThere ? named : view };
  } catch (error) {
    if (!(error instanceof ComparisonError)) throw error;
    view.at('comparison').fault('invalid', error.message);
    return null;
  }
}

export function readRegex(view: YamlView): TenantRegex | null {
  const text = view.text('a regular expression');
  if (text === null) return null;
  try {
    return new TenantRegex(text.trimEnd());
  } catch (error) {
    if (!(error instanceof TenantRegexError)) throw error;
    view.fault('regex', error.message);
    return null;
  }
}

export function readMetavariable(view: YamlView): string | null {
  const name = view.text('a metavariable ($NAME)');
  if (name === null || isMetavariable(name)) return name;
  view.fault('invalid', `"${name.slice(0, 60)}" is no metavariable ($NAME)`);
  return null;
}

function isMetavariable(name: string): boolean {
  return /^\$(\.\.\.)?[A-Z_][A-Z0-9_]*$/.test(name);
}
