import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { exampleRule, exampleRuleSummary } from './catalogue.example.js';
import { RuleCatalogue, type RuleList, type RulePage } from './rule-catalogue.js';
import { RulesQuery } from './rules.dto.js';

/** What the analysis looks for; public, because trust in findings begins with knowing what is looked for. */
@ApiTags('Analysis')
@Public()
@Controller('rules')
export class RulesController {
  constructor(private readonly catalogue: RuleCatalogue) {}

  @Get()
  @Header('Cache-Control', 'public, max-age=300')
  @ApiRoute({
    summary: 'List the rules',
    description:
      'The built-in rules by id, without their examples, narrowed by `query` (words of id, message and tags), `language`, ' +
      '`category`, `severity`, `cwe` and `tag`. With `limit` in pages: `next_cursor` of one asks for the next.',
    answers: {
      200: { description: 'The rules', example: { items: [exampleRuleSummary], total: 1, next_cursor: null } },
    },
    errors: ['validation_failed'],
  })
  list(@Query() { limit, cursor, ...filter }: RulesQuery): RuleList {
    return this.catalogue.page(filter, limit, cursor);
  }

  // Ids hold a slash (`python/sql-injection`), which callers escape or leave as it is.
  @Get([':id', ':group/:id'])
  @Header('Cache-Control', 'public, max-age=300')
  @ApiRoute({
    summary: 'Read one rule',
    description:
      'With the examples that it is tested by (code it must report, and code it must leave alone), and `help`, a page about it in Markdown.',
    answers: { 200: { description: 'The rule', example: exampleRule } },
    errors: ['not_found'],
  })
  get(@Param('id') id: string, @Param('group') group: string | undefined): RulePage {
    const rule = this.catalogue.read(group === undefined ? id : `${group}/${id}`);
    if (rule === undefined) throw new Problem('not_found');
    return rule;
  }
}
