import type { PatternSyntax } from '../language-tables.js';

/** What ends in `}` without being an expression. */
const blocks =
  /^(?:if|for|foreach|while|do|try|switch|using|lock|class|struct|record|interface|namespace|public|private|protected|internal|static|async|\[|\{)/;

export const csharpPatterns: PatternSyntax = {
  file: (text) => (text.endsWith(';') || (text.endsWith('}') && blocks.test(text)) ? text : `${text};`),
  // Statements outside of functions have a node around them.
  statements: (root) =>
    root.children.flatMap((child) => (child.kind === 'global_statement' ? child.children : [child])),
  shortTypeNames: true,
};
