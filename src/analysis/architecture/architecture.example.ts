import type { ArchitectureResult } from './architecture-result.js';

/** A real answer, its pictures cut short. */
export const exampleArchitecture: ArchitectureResult = {
  id: '019ab3c2-7d41-7000-8000-2f6b6f0c9a11',
  partial: false,
  diagnostics: [],
  coverage: {
    files: { received: 5, analysed: 2, by_language: { typescript: 2 } },
    lines: 9,
    dropped: [{ reason: 'vendored', files: 2, examples: ['node_modules/pg/index.js'] }],
    imports: { total: 3, internal: 1, resolved: 1, unresolved: 0, external: 2, builtin: 0 },
    ratio: 1,
  },
  unresolved: [],
  components: [
    { id: 'c:src/api', name: 'api', path: 'src/api', files: 1, lines: 5, layer: 0, languages: ['typescript'] },
    { id: 'c:src/orders', name: 'orders', path: 'src/orders', files: 1, lines: 4, layer: 1, languages: ['typescript'] },
  ],
  relations: [
    {
      level: 'component',
      from: 'c:src/api',
      to: 'c:src/orders',
      count: 1,
      kinds: { runtime: 1 },
      evidence: [
        { path: 'src/api/server.ts', line: 2, column: 1, text: "import { findOrder } from '../orders/orders.js';" },
      ],
    },
    {
      level: 'file',
      from: 'src/api/server.ts',
      to: 'src/orders/orders.ts',
      count: 1,
      kinds: { runtime: 1 },
      evidence: [
        { path: 'src/api/server.ts', line: 2, column: 1, text: "import { findOrder } from '../orders/orders.js';" },
      ],
    },
  ],
  layers: [
    { index: 0, components: ['c:src/api'] },
    { index: 1, components: ['c:src/orders'] },
  ],
  cycles: [],
  entry_points: [
    {
      kind: 'http-route',
      name: 'GET /orders/:id',
      framework: 'Express',
      confidence: 0.95,
      evidence: [{ path: 'src/api/server.ts', line: 5, column: 1, text: "app.get('/orders/:id', findOrder);" }],
    },
  ],
  data_stores: [
    {
      id: 'store:postgresql',
      name: 'PostgreSQL',
      kind: 'relational',
      confidence: 0.95,
      via: ['pg'],
      used_by: ['c:src/orders'],
      evidence: [
        { path: 'src/orders/orders.ts', line: 1, column: 1, text: "import { Pool } from 'pg';" },
        {
          path: 'package.json',
          line: 1,
          column: 57,
          text: '{ "name": "shop", "dependencies": { "express": "5.1.0", "pg": "8.16.0" } }',
        },
      ],
    },
  ],
  external_services: [],
  metrics: {
    files: 2,
    dependencies: 1,
    by_kind: { runtime: 1 },
    runtime_cycle_sizes: [],
    all_cycle_sizes: [],
    components: [
      { component: 'c:src/api', afferent_coupling: 0, efferent_coupling: 1, instability: 1, fan_in: 0, fan_out: 1 },
      { component: 'c:src/orders', afferent_coupling: 1, efferent_coupling: 0, instability: 0, fan_in: 1, fan_out: 0 },
    ],
  },
  suggestions: [],
  views: {
    context: {
      title: 'System context',
      boxes: [
        { id: 'system', label: 'shop', name: 'shop', kind: 'system', note: '2 files · 9 lines' },
        { id: 'actor:client', label: 'API client', name: 'API client', kind: 'actor', note: '1 route' },
        { id: 'store:postgresql', label: 'PostgreSQL', name: 'PostgreSQL', kind: 'store', note: 'relational' },
      ],
      arrows: [
        {
          from: 'actor:client',
          to: 'system',
          label: '1 route',
          weight: 1,
          style: 'normal',
          evidence: [{ path: 'src/api/server.ts', line: 5, column: 1, text: "app.get('/orders/:id', findOrder);" }],
        },
        {
          from: 'system',
          to: 'store:postgresql',
          label: 'reads, writes',
          weight: 1,
          style: 'normal',
          evidence: [
            { path: 'src/orders/orders.ts', line: 1, column: 1, text: "import { Pool } from 'pg';" },
            {
              path: 'package.json',
              line: 1,
              column: 57,
              text: '{ "name": "shop", "dependencies": { "express": "5.1.0", "pg": "8.16.0" } }',
            },
          ],
        },
      ],
      omitted: { boxes: 0, arrows: 0 },
      warnings: [],
      coverage_line: '2 of 5 files · 9 lines · 1 of 1 internal imports resolved (100 %)',
      mermaid: 'flowchart TB\n  accTitle: System context\n  n0["shop<br/>2 files · 9 lines"]:::sys…',
      svg: '<svg xmlns="http://www.w3.org/2000/svg" width="560" height="…',
    },
    dependencies: {
      title: 'Dependencies between components',
      boxes: [
        { id: 'c:src/api', label: 'api', name: 'api', kind: 'component', note: '1 file · 5 lines' },
        { id: 'c:src/orders', label: 'orders', name: 'orders', kind: 'component', note: '1 file · 4 lines' },
      ],
      arrows: [
        {
          from: 'c:src/api',
          to: 'c:src/orders',
          label: '1',
          weight: 1,
          style: 'normal',
          evidence: [
            { path: 'src/api/server.ts', line: 2, column: 1, text: "import { findOrder } from '../orders/orders.js';" },
          ],
        },
      ],
      omitted: { boxes: 0, arrows: 0 },
      warnings: [],
      coverage_line: '2 of 5 files · 9 lines · 1 of 1 internal imports resolved (100 %)',
      mermaid: 'flowchart TB\n  accTitle: Dependencies between components\n  n0["api<br/>1 file · …',
      svg: '<svg xmlns="http://www.w3.org/2000/svg" width="560" height="…',
    },
    cycles: {
      title: 'Import cycles: none',
      boxes: [],
      arrows: [],
      omitted: { boxes: 0, arrows: 0 },
      warnings: [],
      coverage_line: '2 of 5 files · 9 lines · 1 of 1 internal imports resolved (100 %)',
      mermaid: 'flowchart TB\n  accTitle: Import cycles  none\n  n0["No file reaches itself throug…',
      svg: '<svg xmlns="http://www.w3.org/2000/svg" width="560" height="…',
    },
  },
  duration_ms: 84,
};
