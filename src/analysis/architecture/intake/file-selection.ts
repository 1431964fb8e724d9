/** Largest file that is read, bytes: beyond it is data or generated code. */
export const MAX_FILE_BYTES = 1024 * 1024;
/** Manifests and settings are small; larger JSON is data. */
const MAX_JSON_BYTES = 64 * 1024;

const code = /\.([cm]?[jt]sx?|pyi?)$/i;
const settings = /\.json$/i;
const manifests = /(^|\/)(pyproject\.toml|setup\.cfg|Pipfile|requirements[\w.-]*\.txt)$/i;

const vendored =
  /(^|\/)(node_modules|bower_components|jspm_packages|vendor|third_party|site-packages|\.?venv|\.tox|__pycache__|\.git|\.yarn)\//i;
const built = /(^|\/)(dist|coverage|\.next|\.nuxt|\.output|\.svelte-kit|\.angular|\.turbo|\.cache)\//i;
/** Also names of source folders: only scripts in them are output. */
const maybeBuilt = /(^|\/)(build|out|target)\/(.*\/)?[^/]+\.([cm]?js|map)$/i;
const minified = /[.-]min\.[cm]?js$/i;

/** Why a file is not read, by its path and size alone, or null when it is. */
export function refusedByName(path: string, bytes: number): string | null {
  if (vendored.test(path)) return 'vendored';
  if (built.test(path) || maybeBuilt.test(path)) return 'build output';
  if (minified.test(path)) return 'minified';
  if (code.test(path)) return bytes > MAX_FILE_BYTES ? 'too large' : null;
  if (settings.test(path)) return bytes > MAX_JSON_BYTES ? 'data' : null;
  if (manifests.test(path)) return bytes > MAX_JSON_BYTES ? 'too large' : null;
  return 'no source or manifest of a known language';
}

/** Mean line length above which a script is taken for minified, and the length from which that is asked. */
const MINIFIED_MEAN = 400;
const MINIFIED_LEAST = 4_096;

/** Why a file is not read, by its text, or null when it is. */
export function refusedByText(path: string, text: string): string | null {
  if (text.includes('\0')) return 'binary';
  if (text.length < MINIFIED_LEAST || !/\.[cm]?js$/i.test(path)) return null;
  return text.length / (text.split('\n').length || 1) > MINIFIED_MEAN ? 'minified' : null;
}

/** True for files whose imports are read: without one there is nothing to analyse. */
export function isCode(path: string): boolean {
  return code.test(path);
}
