import { type GrammarFacts, kinds } from '../language-tables.js';

export const javaFacts: GrammarFacts = {
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
};
