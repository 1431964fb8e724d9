import type { AnalysisReport, Finding } from '../../engine/report/analysis-report.js';

/** A finding with its state against the baseline, when there is one. */
export interface ComparedFinding extends Finding {
  status?: 'new' | 'unchanged' | 'reopened';
}

/** How a result compares with an earlier one. */
export interface BaselineSummary {
  /** Of the earlier analysis. */
  id: string;
  new: number;
  unchanged: number;
  reopened: number;
  fixed: number;
}

/** What POST /analyze answers: the engine's report with what only the service knows. */
export interface AnalysisResult extends AnalysisReport {
  findings: ComparedFinding[];
  baseline?: BaselineSummary;
  /** What the baseline had and this has not. */
  fixed?: Finding[];
  /** UUIDv7. */
  id: string;
  duration_ms: number;
}

/** One line of GET /analyses. */
export interface AnalysisSummary {
  id: string;
  state: 'completed';
  created_at: string;
  language: string;
  filename: string | null;
  sha256: string;
  dangerous: boolean;
  partial: boolean;
  findings: number;
}

/** GET /analyses/:id. */
export interface StoredAnalysis {
  id: string;
  state: 'completed';
  /** 0 to 1. */
  progress: number;
  result: AnalysisResult;
}
