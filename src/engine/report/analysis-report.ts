import type { LanguageId, Position } from '../tree/syntax-tree.js';

/** The contract's result of one analysis (POST /analyze), field for field. Snake case because it is sent as it stands. */

export const categories = [
  'security',
  'performance',
  'algorithm',
  'memory',
  'async',
  'code_smell',
  'api_design',
  'data_flow',
  'dependency',
  'testing',
  'correctness',
] as const;
export type Category = (typeof categories)[number];

/** Most severe first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

export interface Span {
  start: Position;
  end: Position;
}

export interface TextEdit {
  /** 0-based UTF-16 offsets into the analysed code. */
  start: number;
  end: number;
  text: string;
}

/** Who asked not to be told of a finding, and why. */
export interface Suppression {
  /** `codepitamah-ignore`, or the other tool whose comment it is. */
  by: string;
  reason: string | null;
}

export interface Finding {
  rule_id: string;
  category: Category;
  severity: Severity;
  /** 0 to 1. */
  confidence: number;
  message: string;
  /** `CWE-89`. */
  cwe: string[];
  /** `A03:2021`. */
  owasp: string[];
  location: Span;
  snippet: string;
  /** `file` where a step stands in another file of the program. */
  trace?: { location: Span; message: string; file?: string }[];
  fix?: { description: string; edits: TextEdit[] };
  references: string[];
  fingerprint: string;
  /** Set when a comment silences the finding: it stays in the list, and counts in nothing. */
  suppressed?: Suppression;
}

export interface FunctionMetrics {
  name: string;
  location: Span;
  cyclomatic_complexity: number;
  cognitive_complexity: number;
  lines: number;
  parameters: number;
  max_nesting: number;
}

export interface HalsteadMetrics {
  distinct_operators: number;
  distinct_operands: number;
  total_operators: number;
  total_operands: number;
  vocabulary: number;
  length: number;
  volume: number;
  difficulty: number;
  effort: number;
}

export interface Metrics {
  lines_of_code: number;
  comment_lines: number;
  comment_ratio: number;
  blank_lines: number;
  functions: number;
  classes: number;
  cyclomatic_complexity: number;
  cognitive_complexity: number;
  max_nesting: number;
  maintainability_index: number;
  halstead: HalsteadMetrics;
  duplicated_lines: number;
  per_function: FunctionMetrics[];
}

export interface Scores {
  security: number;
  performance: number;
  maintainability: number;
  overall: number;
}

export interface Pattern {
  name: string;
  kind: string;
  confidence: number;
  location: Span;
}

export interface Suggestion {
  title: string;
  detail: string;
  impact: 'high' | 'medium' | 'low';
  effort: 'high' | 'medium' | 'low';
  fingerprints: string[];
}

export interface Diagnostic {
  code: string;
  message: string;
  /** The rule it is about, when it is about one. */
  rule_id?: string;
  location?: Span;
}

export interface AnalysisReport {
  language: LanguageId;
  filename: string | null;
  partial: boolean;
  diagnostics: Diagnostic[];
  dangerous: boolean;
  engine: { version: string; rules_run: number };
  findings: Finding[];
  metrics: Metrics;
  scores: Scores;
  patterns: Pattern[];
  suggestions: Suggestion[];
  /** How many findings are suppressed; left out when none is. */
  suppressed?: number;
}
