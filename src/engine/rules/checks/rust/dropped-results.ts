import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const matters =
  /\.\s*(?:write_all|write_vectored|flush|sync_all|sync_data|set_len|commit|rollback|persist|set_permissions|try_lock_exclusive)\s*\(|\b(?:fs::)?(?:remove_file|create_dir_all|rename|set_permissions|copy|hard_link)\s*\(/;
const macro =
  /^(?:let\s+_\s*=\s*)?writeln?!\s*\(\s*(?:&mut\s+)?(\w+(?:\.\w+)?)\s*,|^(?:let\s+_\s*=\s*)?write!\s*\(\s*(?:&mut\s+)?(\w+(?:\.\w+)?)\s*,/;

/** `let _ = writeln!(file, …)`, `file.flush().ok();`: whether it was written is thrown away. */
export const ignoredResult: Check = function* (file) {
  for (const kind of ['let_declaration', 'expression_statement']) {
    for (const statement of file.tree.byKind(kind)) {
      const text = file.text(statement).slice(0, 400);
      const isDropped = kind === 'let_declaration' ? /^let\s+_\s*=/.test(text) : /\.\s*ok\(\)\s*;$/.test(text);
      if (!isDropped || /^let\s+_\s*=[^]*\?\s*;$/.test(text)) continue;
      const target = macro.exec(text);
      const name = target?.[1] ?? target?.[2];
      if (name === undefined ? !matters.test(text) : !isFile(file, statement, name)) continue;
      yield { node: statement };
    }
  }
};

/** What a file, a connection or a buffer in front of one is made by; a text takes everything that is written into it. */
function isFile(file: SourceFile, statement: SyntaxNode, name: string): boolean {
  const fn = file.enclosingFunction(statement);
  const local = name.replace(/^self\./, '');
  const where = name === local && fn ? file.text(fn) : file.tree.source;
  return new RegExp(
    `\\b${local}\\s*:\\s*(?:&mut\\s+)?(?:[\\w:]*<)?(?:[\\w:]*::)?(?:File|BufWriter|LineWriter|TcpStream|UnixStream|NamedTempFile)\\b|\\blet\\s+(?:mut\\s+)?${local}\\s*(?::[^=;]+)?=\\s*[^;]*\\b(?:File::|OpenOptions|BufWriter::|LineWriter::|TcpStream::|NamedTempFile)`,
  ).test(where);
}
