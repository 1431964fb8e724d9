/** The constant that every route of the benchmark answers with. */
export const answer = { id: '0190f5c2-1c1e-7000-8000-3f1d2c4b5a69', language: 'python', findings: 0 } as const;
