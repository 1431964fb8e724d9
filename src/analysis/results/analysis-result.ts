import type { AnalysisReport } from '../../engine/report/analysis-report.js';

/** What POST /analyze answers: the engine's report with what only the service knows. */
export interface AnalysisResult extends AnalysisReport {
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
