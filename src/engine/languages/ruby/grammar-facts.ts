import { type GrammarFacts, kinds } from '../language-tables.js';

export const rubyFacts: GrammarFacts = {
  functions: kinds('method_declaration lambda'),
  classes: kinds('class_declaration module_declaration singleton_class'),
  loops: kinds('for_statement while_statement do_statement'),
  branches: kinds('if_statement switch_statement match_statement ternary_expression'),
  tries: kinds('try_statement'),
  handlers: kinds('catch_clause'),
  calls: kinds('call'),
  blocks: kinds('body_statement statement_list program else_block begin_block'),
  comments: kinds('comment'),
  exits: kinds('return_statement break_statement continue_statement redo retry'),
  assignments: kinds('assignment augmented_assignment'),
  names: kinds('identifier instance_variable global_variable class_variable'),
};
