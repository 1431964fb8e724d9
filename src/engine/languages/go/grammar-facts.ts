import { type GrammarFacts, kinds } from '../language-tables.js';

export const goGrammar: GrammarFacts = {
  functions: kinds('function_declaration method_declaration func_literal'),
  classes: kinds('struct_type'),
  loops: kinds('for_statement'),
  branches: kinds('if_statement expression_switch_statement type_switch_statement select_statement'),
  tries: new Set(),
  handlers: new Set(),
  calls: kinds('call_expression'),
  blocks: kinds('block statement_list source_file'),
  comments: kinds('comment'),
  exits: kinds('return_statement break_statement continue_statement goto_statement'),
  assignments: kinds('assignment_statement short_var_declaration var_spec'),
  names: kinds('identifier'),
};
