import { Body, Controller, Delete, Get, Header, Headers, HttpCode, Param, Patch, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { SessionPrincipal } from '../../access/caller.js';
import { RecentSignIn, requireRecentSignIn } from '../../access/recent-sign-in.js';
import { CurrentSession, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { ApiKeyDirectory } from './api-key-directory.js';
import { type ApiKeyView, apiKeyView, exampleIssuedKey, exampleKey, type IssuedKeyView } from './api-key-view.js';
import { ChangeApiKeyDto, CreateApiKeyDto, idempotencyKey, RotateApiKeyDto } from './api-keys.dto.js';
import { KeyChanges } from './key-changes.js';
import { KeyIdParam } from './key-id-param.pipe.js';
import { KeyIssuing } from './key-issuing.js';
import type { KeyAct } from './key-record.js';
import { idempotencyToken } from './retried-answers.js';

/** The user's own keys. Only a signed-in person reaches them: a key can make no key, and change none. */
@ApiTags('API keys')
@SignedIn()
@Controller('api-keys')
export class ApiKeysController {
  constructor(
    private readonly directory: ApiKeyDirectory,
    private readonly issuing: KeyIssuing,
    private readonly changes: KeyChanges,
  ) {}

  @Post()
  @RecentSignIn()
  @Header('Cache-Control', 'no-store')
  @ApiHeader(idempotencyKey)
  @ApiRoute({
    summary: 'Make an API key',
    description: 'The answer shows `key` this once: only its hash is kept.',
    answers: { 201: { description: 'The key', example: exampleIssuedKey } },
    errors: ['validation_failed', 'insufficient_scope', 'conflict'],
  })
  async create(
    @Body() body: CreateApiKeyDto,
    @Headers('idempotency-key') token: string | undefined,
    @CurrentSession() principal: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<IssuedKeyView> {
    const { row, text } = await this.issuing.create(body, idempotencyToken(token), act(principal, request));
    request.facts.target = { type: 'api_key', id: row.id };
    return { ...apiKeyView(row), key: text };
  }

  @Get()
  @ApiRoute({
    summary: 'List the keys, newest first',
    answers: { 200: { description: 'All keys that were not revoked', example: { items: [exampleKey] } } },
  })
  async list(@CurrentSession() { account }: SessionPrincipal): Promise<{ items: ApiKeyView[] }> {
    return { items: (await this.directory.list(account.id)).map((row) => apiKeyView(row)) };
  }

  @Get(':id')
  @ApiRoute({
    summary: 'One key',
    answers: { 200: { description: 'The key, without its secret', example: exampleKey } },
    errors: ['not_found'],
  })
  async one(@CurrentSession() { account }: SessionPrincipal, @Param('id', KeyIdParam) id: string): Promise<ApiKeyView> {
    return apiKeyView(await this.directory.one(account.id, id));
  }

  @Patch(':id')
  @ApiRoute({
    summary: 'Change name, permissions, expiry or limit of a key',
    description:
      'Holds from the next request on, on every instance. What lets the key do more (a permission, a later ' +
      'expiry, a higher limit) needs a sign-in within the last 10 minutes.',
    answers: { 200: { description: 'The key as it is now', example: exampleKey } },
    errors: ['validation_failed', 'insufficient_scope', 'not_found', 'reauthentication_required'],
  })
  async change(
    @Param('id', KeyIdParam) id: string,
    @Body() body: ChangeApiKeyDto,
    @CurrentSession() principal: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<ApiKeyView> {
    request.facts.target = { type: 'api_key', id };
    const mayWiden = () => requireRecentSignIn(principal);
    return apiKeyView(await this.changes.change(id, body, mayWiden, act(principal, request)));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Revoke a key',
    answers: { 204: { description: 'It is refused from now on, by every instance' } },
    errors: ['not_found'],
  })
  async revoke(
    @Param('id', KeyIdParam) id: string,
    @CurrentSession() principal: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    request.facts.target = { type: 'api_key', id };
    await this.changes.revoke(id, act(principal, request));
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @RecentSignIn()
  @Header('Cache-Control', 'no-store')
  @ApiHeader(idempotencyKey)
  @ApiRoute({
    summary: 'Give a key a new secret',
    description:
      'The id stays. The new secret holds at once, the one before for `grace_seconds` more (a day when nothing is said).',
    answers: { 200: { description: 'The key with its new secret', example: exampleIssuedKey } },
    errors: ['validation_failed', 'not_found', 'conflict'],
  })
  async rotate(
    @Param('id', KeyIdParam) id: string,
    @Body() body: RotateApiKeyDto,
    @Headers('idempotency-key') token: string | undefined,
    @CurrentSession() principal: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<IssuedKeyView> {
    request.facts.target = { type: 'api_key', id };
    const { row, text } = await this.issuing.rotate(id, body, idempotencyToken(token), act(principal, request));
    return { ...apiKeyView(row), key: text };
  }
}

function act({ account }: SessionPrincipal, request: FastifyRequest): KeyAct {
  return {
    ownerId: account.id,
    actor: { kind: 'user', id: account.id },
    network: request.network,
    requestId: request.id,
    userAgent: request.headers['user-agent'] ?? null,
  };
}
