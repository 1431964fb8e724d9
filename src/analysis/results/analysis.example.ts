import type { AnalysisResult, AnalysisSummary } from './analysis-result.js';

const location = {
  start: { line: 2, column: 1, offset: 10 },
  end: { line: 2, column: 27, offset: 36 },
};

/** A real answer, for the OpenAPI document. */
export const exampleResult: AnalysisResult = {
  id: '0199f1a2-7c3e-7b52-9a41-3f2d6c8b1e70',
  language: 'python',
  filename: 'list.py',
  partial: false,
  diagnostics: [],
  dangerous: false,
  engine: { version: '0.1.0', rules_run: 58 },
  findings: [
    {
      rule_id: 'python/security/command-injection',
      category: 'security',
      severity: 'critical',
      confidence: 0.9,
      message: 'User input reaches a shell command. Pass a list of arguments to subprocess.run without a shell.',
      cwe: ['CWE-78'],
      owasp: ['A03:2021'],
      location,
      snippet: 'os.system("ls " + input())',
      references: ['https://cwe.mitre.org/data/definitions/78.html'],
      fingerprint: '5b0c2f9c1d0a4e2f8a6d3c7b9e1f0a2b',
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
    maintainability_index: 83.32,
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
  scores: { security: 36, performance: 100, maintainability: 100, overall: 68 },
  patterns: [],
  suggestions: [
    {
      title: 'User input reaches a shell command',
      detail: 'Line 2. Pass a list of arguments to subprocess.run without a shell.',
      impact: 'high',
      effort: 'low',
      fingerprints: ['5b0c2f9c1d0a4e2f8a6d3c7b9e1f0a2b'],
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
  sha256: '0d7c0f2a4f6b8a1e3c5d7f9b2a4c6e8f0d7c0f2a4f6b8a1e3c5d7f9b2a4c6e8f',
  dangerous: false,
  partial: false,
  findings: 1,
};
