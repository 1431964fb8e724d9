import { cFacts } from '../languages/c/grammar-facts.js';
import { csharpGrammar } from '../languages/csharp/grammar-facts.js';
import { goGrammar } from '../languages/go/grammar-facts.js';
import { type GrammarFacts, kinds } from '../languages/language-tables.js';
import { phpFacts } from '../languages/php/grammar-facts.js';
import { rubyFacts } from '../languages/ruby/grammar-facts.js';
import { rustFacts } from '../languages/rust/grammar-facts.js';
import type { LanguageId } from '../tree/syntax-tree.js';

const javascript: GrammarFacts = {
  functions: kinds(
    'function_declaration generator_function_declaration function_expression arrow_function method_definition generator_function',
  ),
  classes: kinds('class_declaration class abstract_class_declaration'),
  loops: kinds('for_statement for_in_statement while_statement do_statement'),
  branches: kinds('if_statement switch_statement ternary_expression'),
  tries: kinds('try_statement'),
  handlers: kinds('catch_clause'),
  calls: kinds('call_expression new_expression'),
  blocks: kinds('statement_block program switch_case switch_default'),
  comments: kinds('comment'),
  exits: kinds('return_statement throw_statement break_statement continue_statement'),
  assignments: kinds('assignment_expression variable_declarator augmented_assignment_expression'),
  names: kinds('identifier'),
};

const facts: Readonly<Partial<Record<LanguageId, GrammarFacts>>> = {
  javascript,
  typescript: javascript,
  c: cFacts,
  cpp: cFacts,
  rust: rustFacts,
  php: phpFacts,
  ruby: rubyFacts,
  python: {
    functions: kinds('function_definition lambda'),
    classes: kinds('class_definition'),
    loops: kinds('for_statement while_statement'),
    branches: kinds('if_statement match_statement conditional_expression'),
    tries: kinds('try_statement'),
    handlers: kinds('except_clause'),
    calls: kinds('call'),
    blocks: kinds('block module'),
    comments: kinds('comment'),
    exits: kinds('return_statement raise_statement break_statement continue_statement'),
    assignments: kinds('assignment augmented_assignment named_expression'),
    names: kinds('identifier'),
  },
  java: {
    functions: kinds('method_declaration constructor_declaration lambda_expression compact_constructor_declaration'),
    classes: kinds('class_declaration enum_declaration record_declaration interface_declaration'),
    loops: kinds('for_statement enhanced_for_statement while_statement do_statement'),
    branches: kinds('if_statement switch_expression ternary_expression'),
    tries: kinds('try_statement try_with_resources_statement'),
    handlers: kinds('catch_clause'),
    calls: kinds('method_invocation object_creation_expression'),
    blocks: kinds('block constructor_body switch_block_statement_group'),
    comments: kinds('line_comment block_comment'),
    exits: kinds('return_statement throw_statement break_statement continue_statement yield_statement'),
    assignments: kinds('assignment_expression variable_declarator'),
    names: kinds('identifier'),
  },
  csharp: csharpGrammar,
  go: goGrammar,
};

/** @throws Error for a language without an entry: rules cannot run on it. */
export function grammarOf(language: LanguageId): GrammarFacts {
  const found = facts[language];
  if (!found) throw new Error(`rules have no vocabulary for ${language}`);
  return found;
}
