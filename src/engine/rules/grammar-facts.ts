import type { LanguageId } from '../tree/syntax-tree.js';

/** The node kinds that rules speak of by meaning, for one grammar. */
export interface GrammarFacts {
  readonly functions: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  readonly loops: ReadonlySet<string>;
  readonly branches: ReadonlySet<string>;
  readonly tries: ReadonlySet<string>;
  readonly handlers: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  readonly blocks: ReadonlySet<string>;
  readonly comments: ReadonlySet<string>;
  /** Statements that leave their block: what follows them never runs. */
  readonly exits: ReadonlySet<string>;
  readonly assignments: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const javascript: GrammarFacts = {
  functions: set(
    'function_declaration generator_function_declaration function_expression arrow_function method_definition generator_function',
  ),
  classes: set('class_declaration class abstract_class_declaration'),
  loops: set('for_statement for_in_statement while_statement do_statement'),
  branches: set('if_statement switch_statement ternary_expression'),
  tries: set('try_statement'),
  handlers: set('catch_clause'),
  calls: set('call_expression new_expression'),
  blocks: set('statement_block program switch_case switch_default'),
  comments: set('comment'),
  exits: set('return_statement throw_statement break_statement continue_statement'),
  assignments: set('assignment_expression variable_declarator augmented_assignment_expression'),
  names: set('identifier'),
};

const facts: Readonly<Partial<Record<LanguageId, GrammarFacts>>> = {
  javascript,
  typescript: javascript,
  python: {
    functions: set('function_definition lambda'),
    classes: set('class_definition'),
    loops: set('for_statement while_statement'),
    branches: set('if_statement match_statement conditional_expression'),
    tries: set('try_statement'),
    handlers: set('except_clause'),
    calls: set('call'),
    blocks: set('block module'),
    comments: set('comment'),
    exits: set('return_statement raise_statement break_statement continue_statement'),
    assignments: set('assignment augmented_assignment named_expression'),
    names: set('identifier'),
  },
  java: {
    functions: set('method_declaration constructor_declaration lambda_expression compact_constructor_declaration'),
    classes: set('class_declaration enum_declaration record_declaration interface_declaration'),
    loops: set('for_statement enhanced_for_statement while_statement do_statement'),
    branches: set('if_statement switch_expression ternary_expression'),
    tries: set('try_statement try_with_resources_statement'),
    handlers: set('catch_clause'),
    calls: set('method_invocation object_creation_expression'),
    blocks: set('block constructor_body switch_block_statement_group'),
    comments: set('line_comment block_comment'),
    exits: set('return_statement throw_statement break_statement continue_statement yield_statement'),
    assignments: set('assignment_expression variable_declarator'),
    names: set('identifier'),
  },
};

/** @throws Error for a language without an entry: rules cannot run on it. */
export function grammarOf(language: LanguageId): GrammarFacts {
  const found = facts[language];
  if (!found) throw new Error(`rules have no vocabulary for ${language}`);
  return found;
}
