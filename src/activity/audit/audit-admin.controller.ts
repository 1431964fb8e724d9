import { Controller, Get, Header, Param, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { adminAct } from '../../access/admin-act.js';
import type { Principal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { CurrentPrincipal, RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { auditEventExample, checkpointExample, verificationExample } from './audit-examples.js';
import { AuditLooks } from './audit-looks.js';
import { AuditExport } from './export/audit-export.js';
import { AuditExportDto, AuditQueryDto, VerifyQueryDto } from './search/audit-query.dto.js';
import { AuditSearch } from './search/audit-search.js';
import { auditView, type AuditView } from './search/audit-view.js';
import { type EventProof, EventProofs } from './search/event-proof.js';
import { ChainVerifier, type Verification } from './verify/chain-verifier.js';

const contentTypes = {
  ndjson: 'application/x-ndjson',
  ocsf: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8; header=present',
  cef: 'text/plain; charset=utf-8',
} as const;

/** The record for an auditor. Each look is itself on record. */
@ApiTags('Audit')
@RequirePermission('admin')
@Controller('admin/audit')
export class AuditAdminController {
  constructor(
    private readonly search: AuditSearch,
    private readonly proofs: EventProofs,
    private readonly exports: AuditExport,
    private readonly verifier: ChainVerifier,
    private readonly looks: AuditLooks,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'The record, newest first',
    description:
      'What is given must hold. A page may hold less than `limit` and have a `next_cursor` all the same. The look is ' +
      'recorded (`admin.viewed_audit`).',
    answers: { 200: { description: 'One page', example: { items: [auditEventExample], next_cursor: '4711' } } },
    errors: ['validation_failed', 'unavailable'],
  })
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query() query: AuditQueryDto,
  ): Promise<{ items: AuditView[]; next_cursor: string | null }> {
    const { records, next } = await this.search.page(query);
    this.looks.tell(principal, 'audit', query);
    return { items: records.map(auditView), next_cursor: next === null ? null : String(next) };
  }

  @Get('export')
  @Header('Cache-Control', 'no-store')
  @ApiRoute({
    summary: 'The record as a file, oldest first',
    description:
      '`ndjson` without a filter but a range of time is a piece of the chain that `npm run audit:verify` can check; ' +
      '`csv`, `ocsf` (OCSF 1.8) and `cef` are for other tools. Written while it is read. Recorded (`admin.export`).',
    answers: { 200: { description: 'The export' } },
    errors: ['validation_failed', 'overloaded'],
  })
  async export(
    @CurrentPrincipal() principal: Principal,
    @Query() query: AuditExportDto,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    const stream = await this.exports.open(query, adminAct(principal, request));
    const ending = query.format === 'ocsf' ? 'ocsf.ndjson' : query.format;
    return new StreamableFile(stream, {
      type: contentTypes[query.format],
      disposition: `attachment; filename="codepitamah-audit.${ending}"`,
    });
  }

  @Get('verify')
  @ApiRoute({
    summary: 'Recompute the chain',
    description:
      'Every hash from `from` to `to` (places in the chain), the checkpoints over them and the head. At most 200,000 ' +
      'events at once: `next` says where to go on. Recorded (`audit.verify.ok`, `audit.verify.failed`).',
    answers: { 200: { description: 'What was found', example: verificationExample } },
    errors: ['validation_failed', 'conflict'],
  })
  verify(@CurrentPrincipal() { account }: Principal, @Query() query: VerifyQueryDto): Promise<Verification> {
    return this.verifier.verify(query.from, query.to, account);
  }

  @Get(':id')
  @ApiRoute({
    summary: 'One event, as it is kept, with its proof',
    description:
      '`record` is what the chain covers. `proof` shows with the public key alone that it is in the record; null until a ' +
      'checkpoint covers it.',
    answers: {
      200: {
        description: 'The event',
        example: { ...auditEventExample, record: { seq: 4711 }, proof: { checkpoint: checkpointExample } },
      },
    },
    errors: ['not_found'],
  })
  async one(
    @CurrentPrincipal() principal: Principal,
    @Param('id', IdParam) id: string,
  ): Promise<AuditView & { record: object; proof: EventProof | null }> {
    const opened = await this.search.byId(id);
    this.looks.tell(principal, 'audit', { id });
    return { ...auditView(opened), record: opened.sealed, proof: await this.proofs.of(opened.sealed) };
  }
}
