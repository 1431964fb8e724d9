import type { Check } from '../../rule.js';
import { argumentsOf, calleeName } from './calls.js';
import { label } from './labels.js';
import { longestProgram, network } from './network.js';
import { ValueLabels } from './value-labels.js';

const writers: readonly string[] = [
  'file_put_contents',
  'fwrite',
  'writeFileSync',
  'writeFile',
  'appendFileSync',
  'write',
  'write_text',
  'WriteAllText',
  'WriteFile',
];
/** Files that belong to other programs and are run whenever those are. */
const foreign =
  /(?:wp-(?:config|load|settings|blog-header)|wp-includes[/\\]\w+|functions|(?:DOCUMENT_ROOT|ABSPATH)[^\n]{0,40}index)\.php|discord_desktop_core|resources[/\\]+app(?:\.asar)?[/\\]|site-packages[^\n]{0,60}(?:__init__|sitecustomize)|(?:sitecustomize|usercustomize)\.py|\.pth["'`]|node_modules[/\\][\w@/-]+\.js|["'`]\.git["'`][^\n]{0,40}hooks|\.git\/hooks\//;
const checked = /sha-?(?:1|256|384|512)|checksum|signature|verify|\bgpg\b/i;

/** What another machine sends is put, unseen, into the code of a program that is there already. */
export const codeReplaced: Check = function* (file) {
  if (file.tree.source.length > longestProgram || !file.holds(network) || !file.holds(foreign)) return;
  if (file.holds(checked) && !file.holds(/VERIFYPEER/)) return;
  for (const name of writers)
    for (const call of file.tree.callsTo(name)) {
      const list = argumentsOf(file, call);
      // `file.write(text)` has one argument, `write(path, text)` two.
      const given =
        list.length > 1 ? list.slice(1) : /\.(?:write|write_text)$/.test(calleeName(file, call)) ? list : [];
      const labels = ValueLabels.of(file);
      if (given.some((one) => !file.grammar.functions.has(one.kind) && (labels.labels(one) & label.received) !== 0))
        yield { node: call };
    }
};
