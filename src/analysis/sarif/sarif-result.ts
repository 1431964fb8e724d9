import type { Location, Region, Result } from 'sarif';
import type { Span, TextEdit } from '../../engine/report/analysis-report.js';
import type { ComparedFinding } from '../results/analysis-result.js';
import { levels } from './sarif-rule.js';

/** One finding as a SARIF result. @param compared whether there is a baseline, so that a state can be told. */
export function sarifResult(
  finding: ComparedFinding,
  uri: string,
  indexes: ReadonlyMap<string, number>,
  compared: boolean,
): Result {
  const { location, trace, fix, suppressed, status } = finding;
  return {
    ruleId: finding.rule_id,
    ruleIndex: indexes.get(finding.rule_id) ?? -1,
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri },
          region: region(location),
          contextRegion: { startLine: location.start.line, snippet: { text: finding.snippet } },
        },
      },
    ],
    partialFingerprints: {
      primaryLocationLineHash: `${finding.fingerprint}:1`,
      'codePitamahFingerprint/v1': finding.fingerprint,
    },
    ...(trace
      ? {
          codeFlows: [
            {
              threadFlows: [
                {
                  locations: trace.map((step) => ({ location: located(uri, step.location, step.message) })),
                },
              ],
            },
          ],
        }
      : {}),
    ...(fix
      ? {
          fixes: [
            {
              description: { text: fix.description },
              artifactChanges: [{ artifactLocation: { uri }, replacements: fix.edits.map(replacement) }],
            },
          ],
        }
      : {}),
    ...(suppressed
      ? {
          suppressions: [
            {
              kind: 'inSource' as const,
              status: 'accepted' as const,
              justification: suppressed.reason ?? suppressed.by,
            },
          ],
        }
      : {}),
    ...(compared && status
      ? { baselineState: status === 'unchanged' ? ('unchanged' as const) : ('new' as const) }
      : {}),
    properties: {
      severity: finding.severity,
      confidence: finding.confidence,
      category: finding.category,
      ...(status ? { status } : {}),
    },
  };
}

function located(uri: string, span: Span, text: string): Location {
  return { physicalLocation: { artifactLocation: { uri }, region: region(span) }, message: { text } };
}

function region({ start, end }: Span): Region {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: start.offset,
    charLength: end.offset - start.offset,
  };
}

/** Offsets alone say where: the edits of a fix have no lines of their own. */
function replacement({ start, end, text }: TextEdit): { deletedRegion: Region; insertedContent: { text: string } } {
  return { deletedRegion: { charOffset: start, charLength: end - start }, insertedContent: { text } };
}
