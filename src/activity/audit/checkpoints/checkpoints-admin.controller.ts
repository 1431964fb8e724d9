import { Controller, Get, Query } from '@nestjs/common';
import { ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { Principal } from '../../../access/caller.js';
import { CurrentPrincipal, RequirePermission } from '../../../access/route-access.js';
import { ApiRoute } from '../../../openapi/api-route.js';
import { checkpointExample } from '../audit-examples.js';
import { AuditLooks } from '../audit-looks.js';
import { AuditKeys, publicKeyOf } from './audit-keys.js';
import type { CheckpointBody } from './checkpoint.js';
import { CheckpointStore } from './checkpoint-store.js';

class CheckpointsQueryDto {
  @ApiPropertyOptional({ description: 'Those with a higher number', minimum: 0, default: 0 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after: number = 0;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

interface CheckpointView {
  checkpoint: CheckpointBody;
  signature: string;
  purged: boolean;
}

/** What is signed about the record, and with which keys. */
@ApiTags('Audit')
@RequirePermission('admin')
@Controller('admin/audit')
export class CheckpointsAdminController {
  constructor(
    private readonly store: CheckpointStore,
    private readonly keys: AuditKeys,
    private readonly looks: AuditLooks,
  ) {}

  @Get('checkpoints')
  @ApiRoute({
    summary: 'Signed checkpoints, oldest first',
    answers: {
      200: {
        description: 'Checkpoints',
        example: { items: [{ checkpoint: checkpointExample, signature: 'mF3…', purged: false }] },
      },
    },
    errors: ['validation_failed'],
  })
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query() { after, limit }: CheckpointsQueryDto,
  ): Promise<{ items: CheckpointView[] }> {
    const found = await this.store.list(after, limit);
    this.looks.tell(principal, 'checkpoints', { after, limit });
    return { items: found.map(({ body, signature, purged }) => ({ checkpoint: body, signature, purged })) };
  }

  @Get('keys')
  @ApiRoute({
    summary: 'Public keys that verify checkpoints',
    description: 'Keep a copy elsewhere: who can change this answer can also change what it verifies.',
    answers: {
      200: {
        description: 'Keys, oldest first',
        example: {
          items: [{ kid: 'q8Zt3vN7rX1mA2bC', algorithm: 'Ed25519', public_key: '-----BEGIN PUBLIC KEY-----…' }],
        },
      },
    },
  })
  async publicKeys(
    @CurrentPrincipal() principal: Principal,
  ): Promise<{ items: { kid: string; algorithm: string; public_key: string; created_at: string }[] }> {
    const rows = await this.keys.rows();
    this.looks.tell(principal, 'keys');
    return {
      items: rows.map((row) => ({
        kid: row.kid,
        algorithm: 'Ed25519',
        public_key: publicKeyOf(row).export({ format: 'pem', type: 'spki' }).toString(),
        created_at: row.created_at.toISOString(),
      })),
    };
  }
}
