import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const addresses = /^(href|xlinkHref|action|formAction)$/;
const frames = /^(iframe|embed|object|frame)$/;

/** The values of JSX attributes that browsers follow as addresses. */
export const jsxAddress: Check = function* (file) {
  for (const attribute of file.tree.byKind('jsx_attribute')) {
    const [name, value] = file.named(attribute);
    if (!name || value?.kind !== 'jsx_expression') continue;
    const isAddress = addresses.test(file.text(name)) || (file.text(name) === 'src' && isFrame(file, attribute));
    const [inner] = file.named(value);
    if (isAddress && inner) yield { node: beginning(file, inner) };
  }
};

/** Who chooses how an address begins chooses its scheme; what is put behind it does not matter here. */
function beginning(file: SourceFile, address: SyntaxNode): SyntaxNode {
  let node = address;
  while (node.kind === 'binary_expression') {
    const operator = file.field(node, 'operator');
    const left = file.field(node, 'left');
    if (!left || !operator || file.text(operator) !== '+' || /^(['"`])\1$/.test(file.text(left))) break;
    node = left;
  }
  return node;
}

function isFrame(file: SourceFile, attribute: SyntaxNode): boolean {
  const element = attribute.parent ? file.field(attribute.parent, 'name') : null;
  return element !== null && frames.test(file.text(element));
}
