import { z } from 'zod';
import { languages as languageList } from '../languages/names.js';
import { sinkClasses } from '../flow/sink-class.js';
import { categories, severities } from '../report/analysis-report.js';
import { nestedQuantifier } from './linear-regex.js';
import { ruleRegex } from './rule-regex.js';

/**
 * The rule file. Operators are those of the Semgrep subset that tenants will send (pattern, patterns, pattern-either,
 * pattern-not, pattern-inside, …, metavariable-regex, mode: taint); `dispatch`, `where`, `check`, `origins` and
 * `danger` are ours.
 */
const regex = z.string().refine((text) => isLinear(text), 'not a regular expression that runs in linear time');
const metavariable = z.string().regex(/^\$[A-Z_][A-Z0-9_]*$/, 'a metavariable looks like $NAME');
const names = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));

export type FormulaSource =
  | string
  | {
      pattern?: string | undefined;
      patterns?: FormulaSource[] | undefined;
      'pattern-either'?: FormulaSource[] | undefined;
      'pattern-not'?: string | undefined;
      'pattern-inside'?: string | undefined;
      'pattern-not-inside'?: string | undefined;
      'metavariable-regex'?: { metavariable: string; regex: string } | undefined;
      'focus-metavariable'?: string | undefined;
    };

const formula: z.ZodType<FormulaSource> = z.lazy(() =>
  z.union([
    z.string(),
    z.strictObject({ pattern: z.string() }),
    z.strictObject({ patterns: z.array(formula).min(1) }),
    z.strictObject({ 'pattern-either': z.array(formula).min(1) }),
    z.strictObject({ 'pattern-not': z.string() }),
    z.strictObject({ 'pattern-inside': z.string() }),
    z.strictObject({ 'pattern-not-inside': z.string() }),
    z.strictObject({ 'metavariable-regex': z.strictObject({ metavariable, regex }) }),
    z.strictObject({ 'focus-metavariable': metavariable }),
  ]),
);

const places = z.enum(['loop', 'function', 'async-function', 'class', 'try', 'handler', 'test', 'branch']);
const place = z.union([places, z.array(places)]).transform((value) => (typeof value === 'string' ? [value] : value));

/** Structural conditions on a match; each entry must hold. `of` names a metavariable; without it the whole match is meant. */
const condition = z.strictObject({
  inside: place.optional(),
  'not-inside': place.optional(),
  imports: names.optional(),
  'not-imports': names.optional(),
  keyword: z.strictObject({ name: names, matches: regex }).optional(),
  'no-keyword': names.optional(),
  value: z
    .strictObject({
      of: metavariable,
      is: z.enum(['constant', 'dynamic', 'composed', 'text', 'number']).optional(),
      matches: regex.optional(),
      'not-matches': regex.optional(),
      below: z.number().optional(),
      /** What the text begins with, as far as it is known. */
      starts: regex.optional(),
    })
    .optional(),
  path: z
    .strictObject({ of: metavariable.optional(), matches: regex.optional(), 'not-matches': regex.optional() })
    .optional(),
  text: z
    .strictObject({ of: metavariable.optional(), matches: regex.optional(), 'not-matches': regex.optional() })
    .optional(),
  /** What the code around does with the object that the match is assigned to, or that `of` names. */
  object: z
    .strictObject({ of: metavariable.optional(), matches: regex.optional(), 'not-matches': regex.optional() })
    .optional(),
  kind: z.strictObject({ of: metavariable, in: names }).optional(),
  'assigned-to': regex.optional(),
  'in-function': regex.optional(),
  decorated: regex.optional(),
  /** The text of the outermost function around the match; of the whole file outside functions. */
  function: regex.optional(),
  'not-function': regex.optional(),
  source: regex.optional(),
  'not-source': regex.optional(),
  filename: regex.optional(),
  'not-filename': regex.optional(),
  arguments: z.strictObject({ min: z.int().optional(), max: z.int().optional() }).optional(),
  parent: names.optional(),
  'not-parent': names.optional(),
  'not-contains': z.string().optional(),
});
export type ConditionSource = z.infer<typeof condition>;
export { condition as conditionSchema };

const outcome = z.strictObject({
  severity: z.enum(severities),
  confidence: z.number().min(0).max(1),
  /** Only when the value is text put together from literals and something else. */
  composed: z.boolean().optional(),
});
export type OutcomeSource = z.infer<typeof outcome>;

const fix = z.strictObject({
  description: z.string(),
  replacement: z.string(),
  within: regex.optional(),
  /** Kinds of the node around the match where the fix keeps what the code means; anywhere when absent. */
  parents: z.array(z.string()).min(1).optional(),
});

const examples = z.strictObject({ bad: z.array(z.string()).min(2), good: z.array(z.string()).min(2) });
const languages = z.enum(languageList.map(({ id }) => id));

export const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+\/[a-z0-9-]+$/, 'an id looks like python/sql-injection'),
  languages: z.array(languages).min(1),
  category: z.enum(categories),
  severity: z.enum(severities),
  confidence: z.number().min(0).max(1),
  message: z.string().min(20),
  cwe: z.array(z.string().regex(/^CWE-\d+$/)).default([]),
  owasp: z.array(z.string().regex(/^A\d\d:\d{4}$/)).default([]),
  references: z.array(z.url()).default([]),
  /** Words to find the rule by, beyond its id and message. */
  tags: z.array(z.string()).default([]),
  dispatch: z
    .strictObject({ kinds: z.array(z.string()).optional(), callees: z.array(z.string()).optional() })
    .optional(),
  pattern: z.string().optional(),
  patterns: z.array(formula).optional(),
  'pattern-either': z.array(formula).optional(),
  'pattern-regex': regex.optional(),
  where: z.array(condition).default([]),
  check: z.string().optional(),
  options: z.record(z.string(), z.union([z.number(), z.string(), z.array(z.string())])).default({}),
  mode: z.enum(['search', 'taint']).default('search'),
  'sink-class': z.enum(sinkClasses).optional(),
  /** The sink is a program with its arguments, or one of them beside the program `$ARGV0`: see fixed-program.ts. */
  'sink-argv': z.boolean().optional(),
  'pattern-sinks': z.array(formula).optional(),
  origins: z
    .strictObject({
      remote: outcome.optional(),
      local: outcome.optional(),
      parameter: outcome.optional(),
      stored: outcome.optional(),
      unknown: outcome.optional(),
    })
    .optional(),
  /** A value that starts like this cannot be turned against this sink (a fixed host, an absolute route). */
  'safe-prefix': regex.optional(),
  /** What to put in place of the match, or of the part `within` finds in it; the first of several that fits. */
  fix: z
    .union([fix, z.array(fix).min(1)])
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .optional(),
  danger: z.strictObject({ signal: z.string(), certain: z.boolean().default(false) }).optional(),
  examples: z.partialRecord(languages, examples),
});
export type RuleSource = z.infer<typeof ruleSchema>;

export const ruleFileSchema = z.strictObject({ rules: z.array(ruleSchema).min(1) });

function isLinear(text: string): boolean {
  try {
    ruleRegex(text);
  } catch {
    return false;
  }
  return !nestedQuantifier(text) && !/\\[1-9]/.test(text);
}
