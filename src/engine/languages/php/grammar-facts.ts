import { type GrammarFacts, kinds } from '../language-tables.js';

export const phpFacts: GrammarFacts = {
  functions: kinds('function_definition method_declaration anonymous_function arrow_function'),
  classes: kinds('class_declaration trait_declaration interface_declaration enum_declaration anonymous_class'),
  loops: kinds('for_statement foreach_statement while_statement do_statement'),
  branches: kinds('if_statement switch_statement match_expression conditional_expression'),
  tries: kinds('try_statement'),
  handlers: kinds('catch_clause'),
  calls: kinds('function_call_expression member_call_expression scoped_call_expression object_creation_expression'),
  blocks: kinds('compound_statement program colon_block case_statement default_statement'),
  comments: kinds('comment'),
  exits: kinds('return_statement exit_statement break_statement continue_statement goto_statement'),
  assignments: kinds('assignment_expression augmented_assignment_expression'),
  names: kinds('variable_name'),
};
