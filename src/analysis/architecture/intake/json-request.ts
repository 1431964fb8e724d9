import type { FieldError } from '../../../problem/problem.js';
import { Problem } from '../../../problem/problem.js';
import { SourceCollector, type CollectedSources } from './source-collector.js';

/** Sources that the contract names beside `files`, and a later version brings. */
const later = ['analysis_id', 'requirements'] as const;
/** Most mistakes that one answer lists. */
const MAX_ERRORS = 50;

/**
 * Reads the JSON form of a request. Checked by hand, in one pass: a body may hold thousands of files, for which a validator
 * by decorators would block the event loop.
 * @throws Problem `validation_failed` with every mistake, `not_supported`, `nothing_to_analyse`
 */
export function readJsonRequest(body: unknown): CollectedSources {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid([{ pointer: '', code: 'is_object', message: 'the body must be a JSON object' }]);
  }
  const given = body as Record<string, unknown>;
  const unknown = Object.keys(given).filter((key) => key !== 'files' && !(later as readonly string[]).includes(key));
  const errors = unknown.map((key) =>
    fieldError(`/${escaped(key)}`, 'unknown_field', 'is not a field of this request'),
  );
  const sources = ['files', ...later].filter((key) => given[key] !== undefined);
  if (sources.length !== 1) {
    errors.push(fieldError('', 'one_source', 'give exactly one source: files, or an archive as multipart upload'));
  }
  if (errors.length > 0) throw invalid(errors);
  const asked = later.find((key) => key === sources[0]);
  if (asked !== undefined) {
    throw new Problem('not_supported', {
      detail: `This version does not generate from \`${asked}\`: send \`files\`, or an archive as multipart upload.`,
    });
  }
  return collect(given.files);
}

function collect(files: unknown): CollectedSources {
  if (!Array.isArray(files)) throw invalid([fieldError('/files', 'is_array', 'must be an array')]);
  const errors = files.flatMap((file, at) => mistakesOf(file, `/files/${at}`));
  if (errors.length > 0) throw invalid(errors.slice(0, MAX_ERRORS));
  const collector = new SourceCollector();
  for (const { path, content } of files as { path: string; content: string }[]) {
    const admitted = collector.admit(path, content.length);
    if (admitted !== null) collector.add(admitted, content);
  }
  return collector.finish();
}

function mistakesOf(file: unknown, pointer: string): FieldError[] {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    return [fieldError(pointer, 'is_object', 'must be an object with path and content')];
  }
  const { path, content, ...rest } = file as Record<string, unknown>;
  const errors = Object.keys(rest).map((key) =>
    fieldError(`${pointer}/${escaped(key)}`, 'unknown_field', 'is not a field of this request'),
  );
  if (path === undefined) errors.push(fieldError(`${pointer}/path`, 'required', 'is required'));
  else if (typeof path !== 'string' || path === '')
    errors.push(fieldError(`${pointer}/path`, 'is_string', 'must be a path'));
  else if (!isRelative(path))
    errors.push(fieldError(`${pointer}/path`, 'relative_path', 'must be relative, without ..'));
  if (content === undefined) errors.push(fieldError(`${pointer}/content`, 'required', 'is required'));
  else if (typeof content !== 'string') errors.push(fieldError(`${pointer}/content`, 'is_string', 'must be a string'));
  return errors;
}

function isRelative(path: string): boolean {
  const outside = /^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)|\p{Cc}|\p{Cs}/u;
  return path.length <= 1_024 && !outside.test(path) && /[^./\\]/.test(path);
}

function fieldError(pointer: string, code: string, message: string): FieldError {
  return { pointer, code, message };
}

function invalid(errors: readonly FieldError[]): Problem {
  return new Problem('validation_failed', { errors });
}

/** RFC 6901; cut, because a key can be as long as the body. */
function escaped(key: string): string {
  return key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}
