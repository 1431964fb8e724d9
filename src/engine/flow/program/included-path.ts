import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { ProgramFile } from './part.js';
import { folderOf, joined, type ProgramPaths } from './program-paths.js';

/**
 * The file that PHP's `require __DIR__ . '/../db.php'` names: beside the file that says so, from the program's root, or, under a
 * constant such as `APP_ROOT . '/db.php'`, the only one that ends so. Null for what is not known before it runs.
 */
export function includedPath({ path, tree }: ProgramFile, call: SyntaxNode, paths: ProgramPaths): string | null {
  const written = tree.text(call).slice(0, 300);
  const found =
    /^(?:include|require)(?:_once)?\s*\(?\s*(?:([\w\\]+(?:\([\w\s,]*\))?)\s*\.\s*)?(['"])([^'"$\\]+)\2\s*\)?$/.exec(
      written,
    );
  if (!found) return null;
  const [, base, , name = ''] = found;
  const isBeside = base === undefined || /^__DIR__$|^dirname\(\s*__FILE__\s*\)$/.test(base);
  const up = /^dirname\(\s*(?:__DIR__|dirname\(__FILE__\))\s*\)$/.test(base ?? '') ? folderOf(folderOf(path)) : null;
  const beside = up !== null || isBeside ? joined(up ?? folderOf(path), name) : null;
  if (beside !== null && paths.has(beside)) return beside;
  const plain = joined('', name.replace(/^(?:\.{1,2}\/)+/, ''));
  return plain === null ? null : paths.only(plain);
}
