import { Controller, Delete, Get, HttpCode, Param, Query, Req } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { adminAct } from '../../access/admin-act.js';
import { IdParam } from '../../access/id-param.pipe.js';
import type { Principal } from '../../access/caller.js';
import { CurrentPrincipal, RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { accountOfRow } from '../../users/account-of-row.js';
import { UserDirectory } from '../../users/user-directory.js';
import { LimitAdministration } from './limit-administration.js';
import { LimitLooks } from './limit-looks.js';
import { type LimitSubject, nameOf, networkOf } from './limit-subject.js';
import { exampleLimits, type LimitsView } from './limits-view.js';
import { ReasonDto } from '../lists/access-entries.dto.js';
import { type AccessEntryView, exampleEntry } from '../lists/access-entry.js';
import { AccessRequests } from '../lists/access-requests.js';

interface SubjectLimits extends LimitsView {
  type: LimitSubject['kind'];
  identifier: string;
  /** The entries of both lists that count for the subject now, those of wider ranges too. */
  entries: (AccessEntryView & { list: 'block' | 'allow' })[];
}

const example: SubjectLimits = {
  type: 'ip',
  identifier: '203.0.113.9',
  ...exampleLimits,
  plan: 'anonymous',
  blocked: true,
  block: { by: 'network', reason: null, expires_at: exampleEntry.expires_at },
  entries: [{ list: 'block', ...exampleEntry }],
};

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
    private readonly looks: LimitLooks,
    private readonly access: AccessRequests,
    private readonly administration: LimitAdministration,
  ) {}

  @Get()
  @TypeParam()
  @IdentifierParam()
  @ApiRoute({
    summary: 'What is left of a user’s or a network’s limits',
    description: 'A look: it spends nothing. Besides the windows: multiplier, override, and the entries of both lists.',
    answers: { 200: { description: 'The policies as they stand', example } },
    errors: ['not_found'],
  })
  async look(@Param('type') type: string, @Param('identifier') identifier: string): Promise<SubjectLimits> {
    const subject = await this.subject(type, identifier);
    const [limits, entries] = await Promise.all([
      subject.kind === 'user' ? this.looks.ofAccount(subject.account) : this.looks.ofNetwork(subject.network),
      subject.kind === 'user' ? this.access.ofUser(subject.account.id) : this.access.ofNetwork(subject.network),
    ]);
    return { type: subject.kind, identifier: nameOf(subject), ...limits, entries };
  }

  @Delete()
  @HttpCode(204)
  @TypeParam()
  @IdentifierParam()
  @ApiRoute({
    summary: 'Forget what a user or a network has used',
    description: 'The next request finds full limits. An override or a block stays.',
    answers: { 204: { description: 'Forgotten, on every instance' } },
    errors: ['validation_failed', 'not_found', 'unavailable'],
  })
  async reset(
    @Param('type') type: string,
    @Param('identifier') identifier: string,
    @Query() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const subject = await this.subject(type, identifier);
    request.facts.target = { type: subject.kind, id: nameOf(subject) };
    await this.administration.reset(subject, reason, adminAct(principal, request));
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
