import type { AnalysisResult, AnalysisSummary } from './analysis-result.js';

/** A real answer, for the OpenAPI document: `import os`, `os.system("ls " + input())`. */
export const exampleResult: AnalysisResult = {
  id: '0199f1a2-7c3e-7b52-9a41-3f2d6c8b1e70',
  language: 'python',
  filename: 'list.py',
  partial: false,
  diagnostics: [],
  dangerous: false,
  engine: { version: '0.1.0', rules_run: 101 },
  findings: [
    {
      rule_id: 'python/command-injection',
      category: 'security',
      severity: 'medium',
      confidence: 0.6,
      message:
        'A shell runs text put together from data. Pass a list of arguments without a shell, or quote each one with shlex.quote.',
      cwe: ['CWE-78'],
      owasp: ['A03:2021'],
      location: { start: { line: 2, column: 1, offset: 10 }, end: { line: 2, column: 27, offset: 36 } },
      snippet: 'os.system("ls " + input())',
      trace: [
        {
          location: { start: { line: 2, column: 19, offset: 28 }, end: { line: 2, column: 26, offset: 35 } },
          message: 'user input',
        },
        {
          location: { start: { line: 2, column: 11, offset: 20 }, end: { line: 2, column: 26, offset: 35 } },
          message: 'used here',
        },
      ],
      references: ['https://docs.python.org/3/library/subprocess.html#security-considerations'],
      fingerprint: '9bb9c60fce33b643d46674a29248875e',
    },
  ],
  metrics: {
    lines_of_code: 2,
    comment_lines: 0,
    comment_ratio: 0,
    blank_lines: 0,
    functions: 0,
    classes: 0,
    cyclomatic_complexity: 1,
    cognitive_complexity: 0,
    max_nesting: 0,
    maintainability_index: 82.96,
    halstead: {
      distinct_operators: 4,
      distinct_operands: 4,
      total_operators: 5,
      total_operands: 5,
      vocabulary: 8,
      length: 10,
      volume: 30,
      difficulty: 2.5,
      effort: 75,
    },
    duplicated_lines: 0,
    per_function: [],
  },
  scores: { security: 81, performance: 100, maintainability: 100, overall: 90 },
  patterns: [],
  suggestions: [
    {
      title: 'A shell runs text put together from data',
      detail:
        'Line 2. A shell runs text put together from data. Pass a list of arguments without a shell, or quote each one with shlex.quote.',
      impact: 'medium',
      effort: 'low',
      fingerprints: ['9bb9c60fce33b643d46674a29248875e'],
    },
  ],
  duration_ms: 9,
};

export const exampleSummary: AnalysisSummary = {
  id: exampleResult.id,
  state: 'completed',
  created_at: '2026-11-25T13:37:00.000Z',
  language: 'python',
  filename: 'list.py',
  sha256: '3d7566ae93ea0211aa6b40fb59201cff54c4ca9dfa223ed8a75b7a9f57f827d1',
  dangerous: false,
  partial: false,
  findings: 1,
};
