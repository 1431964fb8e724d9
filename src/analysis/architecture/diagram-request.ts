import { type ViewName, viewNames } from '../../engine/architecture/architecture-report.js';
import { Problem } from '../../problem/problem.js';
import type { DiagramQuery } from './architecture.dto.js';

const formats = ['svg', 'mermaid', 'json'] as const;
export type DiagramFormat = (typeof formats)[number];

/** Named by the contract, and brought by a later version. */
const laterViews = ['container', 'component', 'layers'];
const laterFormats = ['png', 'plantuml', 'structurizr', 'dot'];

/** @throws Problem `not_supported` for what a later version draws, `validation_failed` for what none will. */
export function viewAsked({ view = 'dependencies', focus }: DiagramQuery): ViewName {
  if (focus !== undefined) {
    throw new Problem('not_supported', { detail: 'This version does not offer `focus`: leave the parameter out.' });
  }
  return asked('view', view, viewNames, laterViews);
}

/** @throws Problem as `viewAsked`. */
export function formatAsked({ format = 'svg' }: DiagramQuery): DiagramFormat {
  return asked('format', format, formats, laterFormats);
}

function asked<Name extends string>(
  parameter: string,
  value: string,
  offered: readonly Name[],
  later: readonly string[],
): Name {
  const found = offered.find((name) => name === value);
  if (found !== undefined) return found;
  const list = offered.join(', ');
  if (later.includes(value)) {
    throw new Problem('not_supported', {
      detail: `This version does not offer the ${parameter} \`${value}\`, only ${list}.`,
    });
  }
  throw new Problem('validation_failed', {
    errors: [{ pointer: `/${parameter}`, code: 'is_in', message: `must be one of ${list}` }],
  });
}
