import { type GrammarFacts, kinds } from '../language-tables.js';

export const rustFacts: GrammarFacts = {
  functions: kinds('function_item closure_expression'),
  classes: kinds('impl_item trait_item'),
  loops: kinds('for_expression while_expression loop_expression'),
  branches: kinds('if_expression match_expression'),
  tries: kinds('try_block'),
  handlers: kinds('match_arm_err'),
  calls: kinds('call_expression macro_invocation'),
  blocks: kinds('block'),
  comments: kinds('line_comment block_comment'),
  exits: kinds('return_expression break_expression continue_expression'),
  assignments: kinds('assignment_expression let_declaration compound_assignment_expr'),
  names: kinds('identifier'),
};
