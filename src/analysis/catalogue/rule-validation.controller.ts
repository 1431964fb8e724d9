import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { RateLimit } from '../../rate-limit/route/rate-limit.decorator.js';
import { callerOf } from '../analyze/analysis-caller.js';
import { CodeSize } from '../analyze/code-size.js';
import { namedLanguage } from '../analyze/named-language.js';
import { refuseLongRules } from '../analyze/rule-size.js';
import { exampleValidation } from './catalogue.example.js';
import { type RuleValidation, RuleValidationService } from './rule-validation.service.js';
import { ValidateRulesDto } from './validate-rules.dto.js';

/** A rule file and a plan's code, every character escaped in JSON, bytes. */
const BODY_LIMIT = 1536 * 1024;

/** Checks a rule file before it is used. It costs what an analysis costs. */
@ApiTags('Analysis')
@Controller('rules/validate')
export class RuleValidationController {
  constructor(
    private readonly validation: RuleValidationService,
    private readonly size: CodeSize,
  ) {}

  @Post()
  @HttpCode(200)
  @RequirePermission('code_analysis', { anonymous: true })
  @RateLimit({ cost: 'snippet' })
  @RouteConfig({ bodyLimit: BODY_LIMIT, countBadRequests: true })
  @ApiRoute({
    summary: 'Check a rule file',
    description:
      'Every mistake at once, with line, column and JSON pointer into the file. With `code`, a valid file is tried on it: ' +
      'what it finds, and the time that each rule takes.',
    answers: { 200: { description: 'What is wrong, and what the rules find', example: exampleValidation } },
    errors: ['validation_failed', 'payload_too_large', 'unknown_language', 'overloaded'],
  })
  validate(
    @Body() body: ValidateRulesDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RuleValidation> {
    refuseLongRules(body.rules, '/rules');
    this.size.refuseTooLarge(body.code ?? '', request);
    const language = body.language ? namedLanguage(body.language) : null;
    const job = {
      kind: 'rules' as const,
      rules: body.rules,
      code: body.code ?? null,
      language,
      filename: body.filename ?? null,
    };
    return this.validation.validate(job, callerOf(request, reply));
  }
}
