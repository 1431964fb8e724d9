/** How far values are followed; beyond it what is known so far stands, and the report says that it is partial. */
export interface FlowBudget {
  /** Expressions and statements evaluated in the whole file. */
  readonly steps: number;
  /** Of these, while following calls into functions of the file. */
  readonly followedSteps: number;
  /** Calls followed inside one another. */
  readonly depth: number;
}
