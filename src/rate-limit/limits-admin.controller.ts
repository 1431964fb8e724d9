import { Controller, Delete, Get, HttpCode, Param, Req } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { IdParam } from '../access/id-param.pipe.js';
import type { Principal } from '../access/caller.js';
import { CurrentPrincipal, RequirePermission } from '../access/route-access.js';
import { ApiRoute } from '../openapi/api-route.js';
import { Problem } from '../problem/problem.js';
import { accountOfRow } from '../users/account-of-row.js';
import { UserDirectory } from '../users/user-directory.js';
import { LimitAdministration } from './limit-administration.js';
import { LimitDecider } from './limit-decider.js';
import { type LimitSubject, nameOf, networkOf } from './limit-subject.js';
import { exampleLimits, limitsView, type LimitsView } from './limits-view.js';

interface SubjectLimits extends LimitsView {
  type: LimitSubject['kind'];
  identifier: string;
}

const example: SubjectLimits = { type: 'user', identifier: '019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7d', ...exampleLimits };

const TypeParam = () => ApiParam({ name: 'type', enum: ['user', 'ip'] });
const IdentifierParam = () =>
  ApiParam({ name: 'identifier', description: 'The user’s id; or an address (IPv6 counts by its /64).' });

/** The admin's view of what one user or one network has left. */
@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/rate-limits/:type/:identifier')
export class LimitsAdminController {
  private readonly id = new IdParam();

  constructor(
    private readonly users: UserDirectory,
    private readonly decider: LimitDecider,
    private readonly administration: LimitAdministration,
  ) {}

  @Get()
  @TypeParam()
  @IdentifierParam()
  @ApiRoute({
    summary: 'What is left of a user’s or a network’s limits',
    description: 'A look: it spends nothing.',
    answers: { 200: { description: 'Both policies as they stand', example } },
    errors: ['not_found'],
  })
  async look(@Param('type') type: string, @Param('identifier') identifier: string): Promise<SubjectLimits> {
    const subject = await this.subject(type, identifier);
    const account = subject.kind === 'user' ? subject.account : null;
    const judged = await (subject.kind === 'user'
      ? this.decider.byAccount(subject.account, 0)
      : this.decider.byNetwork(subject.network, 0));
    return { type: subject.kind, identifier: nameOf(subject), ...limitsView(judged, account, Date.now()) };
  }

  @Delete()
  @HttpCode(204)
  @TypeParam()
  @IdentifierParam()
  @ApiRoute({
    summary: 'Forget what a user or a network has used',
    description: 'The next request finds full limits. An override or a block stays.',
    answers: { 204: { description: 'Forgotten, on every instance' } },
    errors: ['not_found', 'unavailable'],
  })
  async reset(
    @Param('type') type: string,
    @Param('identifier') identifier: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const subject = await this.subject(type, identifier);
    request.facts.target = { type: subject.kind, id: nameOf(subject) };
    await this.administration.reset(subject, { principal, network: request.network, requestId: request.id });
  }

  private async subject(type: string, identifier: string): Promise<LimitSubject> {
    if (type === 'user') {
      const row = await this.users.byId(this.id.transform(identifier));
      if (row) return { kind: 'user', account: accountOfRow(row) };
    }
    const network = type === 'ip' ? networkOf(identifier) : null;
    if (network === null) throw new Problem('not_found');
    return { kind: 'ip', network };
  }
}
