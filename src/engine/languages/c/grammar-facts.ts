import { type GrammarFacts, kinds } from '../language-tables.js';

/** C and C++: one grammar reads both. */
export const cFacts: GrammarFacts = {
  functions: kinds('function_definition lambda_expression'),
  classes: kinds('class_specifier struct_specifier'),
  loops: kinds('for_statement for_range_loop while_statement do_statement'),
  branches: kinds('if_statement switch_statement conditional_expression'),
  tries: kinds('try_statement'),
  handlers: kinds('catch_clause'),
  calls: kinds('call_expression new_expression'),
  blocks: kinds('compound_statement case_statement'),
  comments: kinds('comment'),
  exits: kinds('return_statement throw_statement break_statement continue_statement goto_statement'),
  assignments: kinds('assignment_expression init_declarator'),
  names: kinds('identifier'),
};
