import type { LanguageId } from '../tree/syntax-tree.js';
import { compileRuleFormula, completeRule, patternLanguage } from './compile-rule.js';
import type { PatternNode } from './pattern/pattern.js';
import type { CompiledRule, Formula } from './rule.js';
import { RuleSet } from './rule-set.js';
import type { RuleSource } from './rule-schema.js';

/** A rule as the build leaves it: checked, its patterns compiled. JSON. */
export interface PreparedRule {
  source: RuleSource;
  /** By the language whose patterns they are (`patternLanguage`). */
  formulas: Partial<Record<LanguageId, StoredFormula | null>>;
}

/** A regular expression in JSON. */
interface StoredRegex {
  source: string;
  flags: string;
}

/** A pattern's node in JSON: what is empty is left out. */
interface StoredNode extends Partial<Omit<PatternNode, 'kind' | 'regex' | 'children'>> {
  kind: string;
  regex?: StoredRegex;
  children?: StoredNode[];
}

type StoredFormula =
  | {
      type: 'pattern' | 'not' | 'inside' | 'not-inside';
      source: string;
      language: LanguageId;
      callee: string | null;
      root: StoredNode;
      sequence?: StoredNode[];
    }
  | { type: 'all' | 'any'; parts: StoredFormula[] }
  | { type: 'metavariable-regex'; metavariable: string; regex: StoredRegex }
  | { type: 'focus'; metavariable: string };

/** Compiles the patterns of a rule and puts them into JSON. @throws PatternError when one is wrong. */
export async function prepareRule(source: RuleSource): Promise<PreparedRule> {
  const formulas: PreparedRule['formulas'] = {};
  for (const language of source.languages) {
    const grammar = patternLanguage(language);
    if (grammar in formulas) continue;
    const formula = await compileRuleFormula(source, language);
    formulas[grammar] = formula && stored(formula);
  }
  return { source, formulas };
}

/** The rule set that `compileRules` would make of the same sources, without parsing anything. */
export function preparedRules(prepared: readonly PreparedRule[]): RuleSet {
  const compiled: CompiledRule[] = [];
  for (const { source, formulas } of prepared) {
    const revived = new Map<LanguageId, Formula | null>();
    for (const language of source.languages) {
      const grammar = patternLanguage(language);
      const formula = revived.get(grammar) ?? formulaOf(formulas[grammar] ?? null);
      revived.set(grammar, formula);
      compiled.push(completeRule(source, language, formula));
    }
  }
  return new RuleSet(
    prepared.map(({ source }) => source),
    compiled,
  );
}

function stored(formula: Formula): StoredFormula {
  switch (formula.type) {
    case 'all':
    case 'any':
      return { type: formula.type, parts: formula.parts.map(stored) };
    case 'metavariable-regex':
      return { ...formula, regex: storedRegex(formula.regex) };
    case 'focus':
      return formula;
    default: {
      const { source, language, callee, root, sequence } = formula.pattern;
      const statements = sequence.length > 0 ? { sequence: sequence.map(storedNode) } : {};
      return { type: formula.type, source, language, callee, root: storedNode(root), ...statements };
    }
  }
}

function storedNode({ kind, regex, children, ...rest }: PatternNode): StoredNode {
  const filled = Object.entries(rest).filter(([, value]) => value !== null && value !== false);
  return {
    kind,
    ...Object.fromEntries(filled),
    ...(regex ? { regex: storedRegex(regex) } : {}),
    ...(children.length > 0 ? { children: children.map(storedNode) } : {}),
  };
}

function storedRegex({ source, flags }: RegExp): StoredRegex {
  return { source, flags };
}

function formulaOf(one: StoredFormula | null): Formula | null {
  return one && revivedFormula(one);
}

function revivedFormula(one: StoredFormula): Formula {
  switch (one.type) {
    case 'all':
    case 'any':
      return { type: one.type, parts: one.parts.map(revivedFormula) };
    case 'metavariable-regex':
      return { type: one.type, metavariable: one.metavariable, regex: revivedRegex(one.regex) };
    case 'focus':
      return one;
    default: {
      const { source, language, callee, root, sequence = [] } = one;
      const pattern = { source, language, callee, root: revivedNode(root), sequence: sequence.map(revivedNode) };
      return { type: one.type, pattern };
    }
  }
}

/** Every node gets the same shape: matching reads these fields all the time. */
function revivedNode(node: StoredNode): PatternNode {
  return {
    kind: node.kind,
    field: node.field ?? null,
    text: node.text ?? null,
    metavariable: node.metavariable ?? null,
    ellipsis: node.ellipsis ?? false,
    type: node.type ?? null,
    deep: node.deep ?? false,
    qualifiedName: node.qualifiedName ?? null,
    regex: node.regex ? revivedRegex(node.regex) : null,
    children: node.children ? node.children.map(revivedNode) : [],
  };
}

function revivedRegex({ source, flags }: StoredRegex): RegExp {
  return new RegExp(source, flags);
}
