import type { OriginKind } from '../flow/value.js';
import type { SinkClass } from '../flow/sink-class.js';
import type { Category, Finding, Severity } from '../report/analysis-report.js';
import type { LanguageId, SyntaxNode } from '../tree/syntax-tree.js';
import type { Bindings, Pattern } from './pattern/pattern.js';
import type { OutcomeSource, RuleSource } from './rule-schema.js';
import type { SourceFile } from './source-file.js';
import type { IndexedRegex } from './text-index.js';

/** A formula over patterns, compiled for one grammar. */
export type Formula =
  | { readonly type: 'pattern' | 'not' | 'inside' | 'not-inside'; readonly pattern: Pattern }
  | { readonly type: 'all' | 'any'; readonly parts: readonly Formula[] }
  | { readonly type: 'metavariable-regex'; readonly metavariable: string; readonly regex: RegExp }
  | { readonly type: 'focus'; readonly metavariable: string };

/** One place a rule found. */
export interface RuleMatch {
  readonly node: SyntaxNode;
  readonly bindings: Bindings;
  /** Replaces the rule's message when the check can say more. */
  readonly message?: string;
}

/** A structural analysis too particular for patterns; named by a rule's `check`, judged by its examples like any rule. */
export type Check = (file: SourceFile, options: CheckOptions) => Iterable<CheckMatch>;
export type CheckOptions = RuleSource['options'];
export interface CheckMatch {
  readonly node: SyntaxNode;
  readonly message?: string;
}

export type Condition = (file: SourceFile, match: RuleMatch) => boolean;

export type FileCondition = (file: SourceFile) => boolean;

export interface Alternative {
  /** Null matches every node that the rule looks at. */
  readonly formula: Formula | null;
  /** Words without which a file cannot match, in lower case. */
  readonly words: readonly string[];
  /** Of a pattern like `$A === []`: what stands between its operands. */
  readonly operator: string | null;
  /** `f(..., $SINK, ...)`: each argument is asked, not the first that matches alone. */
  readonly anyArgument: boolean;
}

/** A rule ready to run on one language. */
export interface CompiledRule {
  readonly source: RuleSource;
  readonly language: LanguageId;
  readonly formula: Formula | null;
  /** Each way to match: the first may bind a harmless argument, the second the dangerous one. */
  readonly alternatives: readonly Alternative[];
  readonly dispatch: { readonly kinds: readonly string[]; readonly callees: readonly string[] };
  /** What the file must be like for the rule to find anything in it. */
  readonly fileConditions: readonly FileCondition[];
  /** What else must hold where the formula matches. */
  readonly conditions: readonly Condition[];
  readonly check: Check | null;
  readonly textRegex: IndexedRegex | null;
  readonly taint: {
    readonly sink: SinkClass;
    readonly origins: Partial<Record<OriginKind, OutcomeSource>>;
    readonly safePrefix: RegExp | null;
  } | null;
}

/** A finding before the report adds snippet and fingerprint; `fix` is a proposal until it is verified. */
export type RuleFinding = Omit<Finding, 'snippet' | 'fingerprint'>;

/** What `GET /rules` tells about a rule. */
export interface RuleDescription {
  id: string;
  languages: LanguageId[];
  category: Category;
  severity: Severity;
  confidence: number;
  message: string;
  cwe: string[];
  owasp: string[];
  references: string[];
  /** Words to find the rule by: its own, its category, its weaknesses, what it can do. */
  tags: string[];
  mode: 'search' | 'taint';
  fixable: boolean;
  dangerous: boolean;
  examples: Partial<Record<LanguageId, { bad: string[]; good: string[] }>>;
}
