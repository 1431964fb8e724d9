import { type GrammarFacts, kinds } from '../language-tables.js';

export const javascriptFacts: GrammarFacts = {
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
