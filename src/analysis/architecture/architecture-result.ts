import type { ArchitectureReport } from '../../engine/architecture/architecture-report.js';

/** The contract's answer of POST /architecture/generate. */
export type ArchitectureResult = { id: string } & ArchitectureReport & { duration_ms: number };
