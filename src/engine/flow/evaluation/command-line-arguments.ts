import type { SyntaxTree } from '../../tree/syntax-tree.js';

const parsed = /\.parse_(?:known_)?args\(\)\.(\w+)$/;

/** Whether argparse turns an argument into a number or lets only a fixed choice through: `add_argument("-n", type=int)`. */
export function isConvertedArgument(tree: SyntaxTree, path: string): boolean {
  const name = tree.language === 'python' ? parsed.exec(path)?.[1] : undefined;
  if (name === undefined) return false;
  const written = new RegExp(`["']-{0,2}${name.replaceAll('_', '[_-]')}["']`);
  return tree.callsTo('add_argument').some((call) => {
    const text = tree.text(call);
    return written.test(text) && /\btype\s*=\s*(?:int|float)\b|\bchoices\s*=|["']store_(?:true|false)["']/.test(text);
  });
}
