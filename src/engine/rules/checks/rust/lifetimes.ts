import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';

/** A raw pointer into a value that is read after the value was dropped. */
export const pointerAfterDrop: Check = function* (file) {
  for (const declaration of file.tree.byKind('let_declaration')) {
    const text = file.text(declaration).slice(0, 300);
    const found =
      /^let\s+(?:mut\s+)?(\w+)(?:\s*:[^=]{1,60})?\s*=\s*&?(?:raw\s+(?:const|mut)\s+|mut\s+)?([\w.]+?)(?:(?:\[[^\]]*\])?\s+as\s+\*(?:const|mut)\b[^;]*|\.as_(?:mut_)?ptr\(\)[^;]*)?;$/.exec(
        text,
      );
    const [, name, value] = found ?? [];
    const block = declaration.parent;
    if (name === undefined || value === undefined || !block || !/as_(?:mut_)?ptr\(\)|\*(?:const|mut)\b|&raw/.test(text))
      continue;
    const owner = value.split('.', 1)[0] ?? value;
    const rest = file.tree.source.slice(declaration.end, block.end);
    const dropped = new RegExp(`\\b(?:mem::)?drop\\(\\s*(?:${owner}|${value.replace(/\./g, '\\.')})\\s*\\)`).exec(rest);
    if (!dropped) continue;
    const dropEnd = declaration.end + dropped.index + dropped[0].length;
    if (new RegExp(`\\b${name}\\s*=[^=]`).test(rest.slice(dropped.index))) continue;
    for (const use of file.tree.byKind('identifier')) {
      if (use.start < dropEnd || use.end > block.end || file.text(use) !== name) continue;
      if (!file.enclosing(use, new Set(['unsafe_block']), file.grammar.functions)) continue;
      yield {
        node: use,
        message: `${name} points into ${owner}, which was dropped before: the memory is gone. Read it before the drop, or keep ${owner}.`,
      };
      break;
    }
  }
};

const requests = /\b(?:get|fetch|download|request|send)\w*\([^;]*\)(?:\.send\(\))?\s*\.await$/;

/** Requests in a loop that wait for each other; a loop that leaves with the first answer tries again or looks for one. */
export const sequentialAwaits: Check = function* (file) {
  if (!file.holds(/\breqwest\b/)) return;
  for (const wait of file.tree.byKind('await_expression')) {
    const loop = loopAround(file, wait);
    if (!loop || !requests.test(file.text(wait))) continue;
    if (/\b(?:return|break|sleep)\b/.test(file.text(loop))) continue;
    yield { node: wait };
  }
};
