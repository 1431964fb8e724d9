import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { isString, stringContent, withoutParentheses } from '../../pattern/significant-children.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { argumentsOf, calleeName } from './calls.js';
import { diskPath, label } from './labels.js';
import { ValueLabels } from './value-labels.js';

const opener = /(?:^|\W)(?:f?open\w*|OpenFile|CreateFile[AW]?|FileStream|RandomAccessFile|Open)$/i;
const forWriting =
  /\bO_(?:WRONLY|RDWR)\b|GENERIC_(?:WRITE|ALL)\b|["'](?:w|a|r\+|w\+)b?\+?["']|["']rb\+["']|["']rw[sd]?["']|FileAccess\.(?:Write|ReadWrite)|\.write\(true\)/;
const writer =
  /(?:writeFile(?:Sync)?|createWriteStream|FileOutputStream|newOutputStream|WriteFile|WriteAll\w+|OpenWrite|File::create|os\.Create|binwrite|file_put_contents|ofstream|write_(?:bytes|text))$/;

/** A whole disk, named in the program, is opened to be written: what lies on it is lost. */
export const rawDiskWrites: Check = function* (file) {
  if (!file.holds(/\/dev\/(?:["'%{$]|sd|hd|vd|xvd|nvme|mmcblk|r?disk)|PhysicalDrive|\\{2,4}\.\\{1,2}[A-Z]:/i)) return;
  const labels = ValueLabels.of(file);
  if (!labels.has(label.disk)) return;
  for (const kind of file.grammar.calls)
    for (const call of file.tree.byKind(kind)) {
      const callee = calleeName(file, call);
      const writes = writer.test(callee) || (opener.test(callee) && forWriting.test(file.text(call).slice(0, 400)));
      const [path] = argumentsOf(file, call);
      if (writes && path && isDisk(labels, file, path)) yield { node: call };
    }
};

/** A path that is written out is what it says, whatever is written there. */
function isDisk(labels: ValueLabels, file: SourceFile, path: SyntaxNode): boolean {
  const inner = withoutParentheses(path);
  return isString(inner) ? diskPath.test(stringContent(file.text(inner))) : (labels.labels(path) & label.disk) !== 0;
}
