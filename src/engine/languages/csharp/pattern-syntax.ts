import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { PatternSyntax } from '../language-tables.js';

/** What ends in `}` without being an expression. */
const blocks =
  /^(?:if|for|foreach|while|do|try|switch|using|lock|class|struct|record|interface|namespace|public|private|protected|internal|static|async|\[|\{)/;
/** An ellipsis among statements; rules/pattern/pattern-syntax.ts names it. As a declaration it is one the grammar takes. */
const statementEllipsis = /([{;}]|^)\s*__ellipsis__\s*;?(?=\s*(?:\}|\n|$))/gm;
/** Expressions that are no statement by themselves. */
const values = /^[\w.$]+$|^[^;{}=]+(?:==|!=|&&|\|\||<=|>=|\?\?|[-+*/%<>]|\bis\b|\bas\b)\s[^;{}]*$/;

export const csharpPatterns: PatternSyntax = {
  file: (source) => {
    const text = source.replace(statementEllipsis, '$1 __ellipsis__ __ellipsis__;');
    if (values.test(text)) return `_ = ${text};`;
    return text.endsWith(';') || (text.endsWith('}') && blocks.test(text)) ? text : `${text};`;
  },
  // Statements outside of functions have a node around them.
  statements: (root) =>
    root.children.flatMap((child) => (child.kind === 'global_statement' ? child.children : [child])).map(givenValue),
  shortTypeNames: true,
};

/** The value of `_ = value`, which `file` has put around it. */
function givenValue(statement: SyntaxNode): SyntaxNode {
  const assignment = statement.kind === 'expression_statement' ? statement.children[0] : undefined;
  const left = assignment?.children.find((child) => child.field === 'left');
  if (assignment?.kind !== 'assignment_expression' || left === undefined || left.end - left.start > 1) return statement;
  return assignment.children.find((child) => child.field === 'right') ?? statement;
}
