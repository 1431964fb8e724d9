import { cppNormalForm } from '../languages/c/normal-form.js';
import { csharpNormalForm } from '../languages/csharp/normal-form.js';
import { goNormalForm } from '../languages/go/normal-form.js';
import { phpNormalForm } from '../languages/php/normal-form.js';
import { rubyNormalForm } from '../languages/ruby/normal-form.js';
import type { LanguageId, SyntaxNode } from '../tree/syntax-tree.js';

/** A node while its tree is made: its names may still change. */
export interface MutableNode extends Omit<SyntaxNode, 'kind' | 'field' | 'parent' | 'children'> {
  kind: string;
  field: string | null;
  readonly parent: MutableNode | null;
  children: readonly MutableNode[];
}

/** Gives one node the names that the other grammars use for the same thing; parents come before their children. */
type NormalForm = (node: MutableNode, source: string) => void;

const forms: Readonly<Partial<Record<LanguageId, NormalForm>>> = {
  cpp: cppNormalForm,
  csharp: csharpNormalForm,
  go: goNormalForm,
  php: phpNormalForm,
  ruby: rubyNormalForm,
};

/** Where a grammar has its own names for what all languages have, rules and metrics would need all of them twice. */
export function normalise(nodes: readonly MutableNode[], language: LanguageId, source: string): void {
  const form = forms[language];
  if (form) for (const node of nodes) form(node, source);
}
