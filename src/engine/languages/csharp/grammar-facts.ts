import { type GrammarFacts, kinds } from '../language-tables.js';

export const csharpGrammar: GrammarFacts = {
  functions: kinds(
    'method_declaration constructor_declaration destructor_declaration operator_declaration conversion_operator_declaration accessor_declaration local_function_statement lambda_expression anonymous_method_expression',
  ),
  classes: kinds('class_declaration struct_declaration record_declaration interface_declaration enum_declaration'),
  loops: kinds('for_statement foreach_statement while_statement do_statement'),
  branches: kinds('if_statement switch_statement switch_expression conditional_expression'),
  tries: kinds('try_statement'),
  handlers: kinds('catch_clause'),
  calls: kinds('invocation_expression object_creation_expression'),
  blocks: kinds('block compilation_unit switch_section'),
  comments: kinds('comment'),
  exits: kinds('return_statement throw_statement break_statement continue_statement goto_statement'),
  assignments: kinds('assignment_expression variable_declarator'),
  names: kinds('identifier'),
};
