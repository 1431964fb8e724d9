import { Body, Controller, Delete, Get, Header, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { SessionPrincipal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { RecentSignIn } from '../../access/recent-sign-in.js';
import { CurrentSession, RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../../users/user-directory.js';
import { ApiKeyDirectory } from './api-key-directory.js';
import { type ApiKeyView, apiKeyView, exampleIssuedKey, exampleKey, type IssuedKeyView } from './api-key-view.js';
import { CreateServiceKeyDto, RevokeApiKeyDto, RotateServiceKeyDto } from './api-keys-admin.dto.js';
import { idempotencyKey } from './api-keys.dto.js';
import { KeyChanges } from './key-changes.js';
import { KeyIdParam } from './key-id-param.pipe.js';
import { KeyIssuing } from './key-issuing.js';
import type { KeyAct } from './key-record.js';
import { idempotencyToken } from './retried-answers.js';

/**
 * Other people's keys: an admin sees and revokes them, and never holds one in somebody's name. The keys of service
 * accounts, which have nobody else, are made and rotated here.
 */
@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/users/:id/api-keys')
export class ApiKeysAdminController {
  constructor(
    private readonly users: UserDirectory,
    private readonly directory: ApiKeyDirectory,
    private readonly issuing: KeyIssuing,
    private readonly changes: KeyChanges,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'List the API keys of an account, without their secrets',
    answers: { 200: { description: 'All keys that were not revoked', example: { items: [exampleKey] } } },
    errors: ['not_found'],
  })
  async list(@Param('id', IdParam) id: string): Promise<{ items: ApiKeyView[] }> {
    if (!(await this.users.byId(id))) throw new Problem('not_found');
    return { items: (await this.directory.list(id)).map((row) => apiKeyView(row)) };
  }

  @Post()
  @RecentSignIn()
  @Header('Cache-Control', 'no-store')
  @ApiHeader(idempotencyKey)
  @ApiRoute({
    summary: 'Make an API key for a service account',
    description: 'The answer shows `key` this once. 409 for the account of a person, who makes keys themselves.',
    answers: { 201: { description: 'The key', example: exampleIssuedKey } },
    errors: ['validation_failed', 'insufficient_scope', 'not_found', 'conflict'],
  })
  async create(
    @Param('id', IdParam) id: string,
    @Body() { reason, ...wish }: CreateServiceKeyDto,
    @Headers('idempotency-key') token: string | undefined,
    @CurrentSession() principal: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<IssuedKeyView> {
    await this.requireService(id);
    const act = actOf(id, principal, request, reason);
    const { row, text } = await this.issuing.create(wish, idempotencyToken(token), act);
    request.facts.target = { type: 'api_key', id: row.id };
    return { ...apiKeyView(row), key: text };
  }

  @Post(':keyId/rotate')
  @HttpCode(200)
  @RecentSignIn()
  @Header('Cache-Control', 'no-store')
  @ApiHeader(idempotencyKey)
  @ApiRoute({
    summary: 'Give the key of a service account a new secret',
    answers: { 200: { description: 'The key with its new secret', example: exampleIssuedKey } },
    errors: ['validation_failed', 'not_found', 'conflict'],
  })
  async rotate(
    @Param('id', IdParam) id: string,
    @Param('keyId', KeyIdParam) keyId: string,
    @Body() { reason, ...wish }: RotateServiceKeyDto,
    @Headers('idempotency-key') token: string | undefined,
    @CurrentSession() principal: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<IssuedKeyView> {
    await this.requireService(id);
    request.facts.target = { type: 'api_key', id: keyId };
    const act = actOf(id, principal, request, reason);
    const { row, text } = await this.issuing.rotate(keyId, wish, idempotencyToken(token), act);
    return { ...apiKeyView(row), key: text };
  }

  @Delete(':keyId')
  @HttpCode(204)
  @RecentSignIn()
  @ApiRoute({
    summary: 'Revoke an API key of any account',
    answers: { 204: { description: 'It is refused from now on, by every instance' } },
    errors: ['validation_failed', 'not_found'],
  })
  async revoke(
    @Param('id', IdParam) id: string,
    @Param('keyId', KeyIdParam) keyId: string,
    @Body() { reason }: RevokeApiKeyDto,
    @CurrentSession() principal: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    request.facts.target = { type: 'api_key', id: keyId };
    await this.changes.revoke(keyId, actOf(id, principal, request, reason));
  }

  private async requireService(id: string): Promise<void> {
    const user = await this.users.byId(id);
    if (!user) throw new Problem('not_found');
    if (user.kind === 'service') return;
    throw new Problem('conflict', { detail: 'The account is a person’s: its keys are made by nobody else.' });
  }
}

function actOf(
  ownerId: string,
  { account }: SessionPrincipal,
  request: FastifyRequest,
  reason: string | undefined,
): KeyAct {
  return {
    ownerId,
    actor: { kind: 'admin', id: account.id },
    network: request.network,
    requestId: request.id,
    userAgent: request.headers['user-agent'] ?? null,
    reason,
  };
}
