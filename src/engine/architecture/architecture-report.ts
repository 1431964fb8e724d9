/** The contract's result of an architecture generation, without its id. Snake case because it is sent as it stands. */
export interface Evidence {
  path: string;
  /** 1-based. */
  line: number;
  /** The source line, trimmed and cut. */
  text: string;
}

/** Filled in by the architecture room. */
export interface ArchitectureReport {
  coverage: unknown;
}
