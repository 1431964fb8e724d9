import { type GrammarFacts, kinds } from '../language-tables.js';

export const pythonFacts: GrammarFacts = {
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
};
