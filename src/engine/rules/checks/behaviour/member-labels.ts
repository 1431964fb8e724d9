import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';
import { label, typedField } from './labels.js';
import { isAccessed } from './variables.js';

const members =
  /^(?:attribute|member_expression|member_access_expression|selector_expression|field_expression|subscript|subscript_expression|cast_expression|binary_expression|binary_operator|augmented_assignment_expression|augmented_assignment|constant|index_expression|assignment_statement|compound_assignment_expr|binary|operator_assignment)$/;

/** The labels that an expression has which is no call, no name and no text. */
export function memberLabels(file: SourceFile, node: SyntaxNode): number {
  if (!members.test(node.kind)) return 0;
  if (node.children.some((child) => child.kind === '^' || child.kind === '^=')) return label.decoded;
  const text = node.end - node.start < 120 ? file.text(node) : '';
  switch (node.kind) {
    case 'cast_expression':
      return /^\(char\)[^;]{0,80}\^/.test(text) ? label.decoded : 0;
    case 'attribute':
      if (text === 'os.environ') return isAccessed(file, node) ? 0 : label.environment;
      return inputMember.test(text) ? label.input : 0;
    case 'constant':
      return text === 'ENV' && wholeEnvironment.test(node.parent ? file.text(node.parent).slice(0, 40) : '')
        ? label.environment
        : 0;
    case 'index_expression':
      return text === 'os.Args[0]' ? label.itself : 0;
    case 'subscript':
      return text === 'sys.argv[0]' ? label.itself : 0;
    case 'subscript_expression': {
      const index = file.field(node, 'index');
      const asked = index !== null && /^\$_(?:POST|REQUEST)\s*\[/.test(text) && typedField.test(file.text(index));
      return asked ? label.typed : /^(?:process\.argv\[1\]|\$pipes\[0\])$/.test(text) ? argvOrPipe(text) : 0;
    }
    default:
      return inputMember.test(text) ? label.input : 0;
  }
}

const wholeEnvironment = /^ENV(?:\.(?:to_\w+|map|each\w*|inspect|select|filter|sort|collect|reject|slice|entries)\b|$)/;
const inputMember = /(?:\.|->)(?:stdin|StandardInput)$/;

function argvOrPipe(text: string): number {
  return text.startsWith('$') ? label.input : label.itself;
}
