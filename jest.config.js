const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.json', diagnostics: false }] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/data/'],
};

/**
 * `unit` beside the source needs no server; `e2e` talks HTTP to the service on real stores; `faults` kills and stops them, and
 * runs one file at a time (scripts/test.mjs).
 */
export default {
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/unit/**/*.spec.ts'] },
    {
      ...base,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.e2e-spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/faults/'],
    },
    { ...base, displayName: 'faults', testMatch: ['<rootDir>/test/e2e/faults/*.e2e-spec.ts'] },
  ],
  testTimeout: 120_000,
};
