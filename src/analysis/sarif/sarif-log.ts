import type { Log, Result, Run } from 'sarif';
import type { Finding } from '../../engine/report/analysis-report.js';
import type { AnalysisResult } from '../results/analysis-result.js';
import type { RuleCatalogue } from '../catalogue/rule-catalogue.js';
import { artifactUri } from './artifact-uri.js';
import { sarifResult } from './sarif-result.js';
import { sarifRule } from './sarif-rule.js';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * A result as SARIF 2.1.0, in the shape that GitHub code scanning takes: rules with help, tags and security-severity, results
 * with fingerprint, code flow, fixes, suppressions and the state against the baseline. What was fixed since the baseline
 * is there too, as `absent`.
 */
export function sarifLog(result: AnalysisResult, catalogue: RuleCatalogue): Log {
  const uri = artifactUri(result.filename, result.language);
  const all: readonly Finding[] = [...result.findings, ...(result.fixed ?? [])];
  const ids = [...new Set(all.map(({ rule_id: id }) => id))];
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const results: Result[] = [
    ...result.findings.map((finding) => sarifResult(finding, uri, indexes, result.baseline !== undefined)),
    ...(result.fixed ?? []).map((finding): Result => ({
      ...sarifResult(finding, uri, indexes, false),
      baselineState: 'absent',
    })),
  ];
  const run: Run = {
    tool: {
      driver: {
        name: 'CodePitamah',
        version: result.engine.version,
        semanticVersion: result.engine.version,
        informationUri: 'https://codepitamah.dev',
        rules: ids.map((id) => sarifRule(id, catalogue.find(id), all)),
      },
    },
    automationDetails: { id: `codepitamah/${result.id}` },
    columnKind: 'utf16CodeUnits',
    artifacts: [{ location: { uri }, sourceLanguage: result.language }],
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: result.diagnostics.map(({ code, message, location }) => ({
          descriptor: { id: code },
          level: code === 'analysis_incomplete' ? 'warning' : 'note',
          message: { text: message },
          ...(location
            ? {
                locations: [
                  {
                    physicalLocation: {
                      artifactLocation: { uri },
                      region: { startLine: location.start.line, startColumn: location.start.column },
                    },
                  },
                ],
              }
            : {}),
        })),
      },
    ],
    results,
    // The schema's GUIDs end at version 5 of UUIDs: the baseline's is told as a property.
    properties: {
      partial: result.partial,
      dangerous: result.dangerous,
      ...(result.baseline === undefined ? {} : { baseline: result.baseline }),
    },
  };
  return { $schema: SCHEMA, version: '2.1.0', runs: [run] };
}
