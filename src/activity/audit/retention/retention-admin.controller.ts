import { Body, Controller, Delete, Get, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { adminAct } from '../../../access/admin-act.js';
import type { Principal } from '../../../access/caller.js';
import { IdParam } from '../../../access/id-param.pipe.js';
import { RecentSignIn } from '../../../access/recent-sign-in.js';
import { CurrentPrincipal, RequirePermission } from '../../../access/route-access.js';
import type { AuditHoldRow } from '../../../database/tables/audit.js';
import { ApiRoute } from '../../../openapi/api-route.js';
import { holdExample } from '../audit-examples.js';
import { AuditLooks } from '../audit-looks.js';
import { PlaceHoldDto, ReleaseHoldDto } from './holds.dto.js';
import { Holds } from './holds.js';
import { type RetentionView, RetentionViews } from './retention-view.js';

type HoldView = Omit<AuditHoldRow, 'created_at' | 'released_at'> & { created_at: string; released_at: string | null };

/** How long the record is kept, and what must be kept longer. */
@ApiTags('Audit')
@RequirePermission('admin')
@Controller('admin/audit')
export class RetentionAdminController {
  constructor(
    private readonly holds: Holds,
    private readonly retention: RetentionViews,
    private readonly looks: AuditLooks,
  ) {}

  @Get('retention')
  @ApiRoute({
    summary: 'How long the record is kept, and the last purge',
    answers: {
      200: {
        description: 'Retention',
        example: {
          hot_days: 7,
          days: 365,
          oldest: '2025-11-25T12:00:00.000Z',
          last_purge: { time: '2026-11-25T03:00:00.000Z', checkpoint: 12, events: 10000 },
          holds: 0,
        },
      },
    },
  })
  async read(@CurrentPrincipal() principal: Principal): Promise<RetentionView> {
    const view = await this.retention.read();
    this.looks.tell(principal, 'retention');
    return view;
  }

  @Get('holds')
  @ApiRoute({
    summary: 'Legal holds',
    answers: { 200: { description: 'Those in force first', example: { items: [holdExample] } } },
  })
  async list(@CurrentPrincipal() principal: Principal): Promise<{ items: HoldView[] }> {
    const holds = await this.holds.list();
    this.looks.tell(principal, 'holds');
    return { items: holds.map(view) };
  }

  @Post('holds')
  @RecentSignIn()
  @ApiRoute({
    summary: 'Keep events beyond their time',
    description:
      'Spans of the record in which events of the account stand, or all, are not purged until it is released.',
    answers: { 201: { description: 'The hold', example: holdExample } },
    errors: ['validation_failed', 'conflict'],
  })
  async place(
    @Body() { user_id: userId, reason }: PlaceHoldDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<HoldView> {
    return view(await this.holds.place(userId ?? null, reason, adminAct(principal, request)));
  }

  @Delete('holds/:id')
  @RecentSignIn()
  @ApiRoute({
    summary: 'Release a hold',
    answers: {
      200: { description: 'The hold as it was', example: { ...holdExample, released_at: '2026-12-01T12:00:00.000Z' } },
    },
    errors: ['validation_failed', 'not_found'],
  })
  async release(
    @Param('id', IdParam) id: string,
    @Body() { reason }: ReleaseHoldDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<HoldView> {
    return view(await this.holds.release(id, reason, adminAct(principal, request)));
  }
}

function view({ created_at: created, released_at: released, ...hold }: AuditHoldRow): HoldView {
  return { ...hold, created_at: created.toISOString(), released_at: released?.toISOString() ?? null };
}
