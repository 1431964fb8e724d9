import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../access/caller.js';
import { RecentSignIn } from '../../access/recent-sign-in.js';
import { CurrentPrincipal, RequirePermission } from '../../access/route-access.js';
import type { SigningKeyRow } from '../../database/tables/signing-keys.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { KeyRotation, type RotationAct } from './key-rotation.js';
import { lapsesAt } from './key-times.js';
import { AddSigningKeyDto, ChangeSigningKeyDto } from './signing-keys.dto.js';

interface SigningKeyView {
  kid: string;
  algorithm: string;
  state: string;
  created_at: string;
  promoted_at: string | null;
  /** When the last token that it signed has expired. */
  lapses_at: string | null;
}

const exampleKey: SigningKeyView = {
  kid: 'q8Zt3vN7rX1m',
  algorithm: 'EdDSA',
  state: 'current',
  created_at: '2026-11-25T12:00:00.000Z',
  promoted_at: '2026-11-25T12:10:00.000Z',
  lapses_at: null,
};

/** Rotation of the keys that sign access tokens: add, wait until it is known, promote, wait until all has lapsed, retire. */
@ApiTags('Admin')
@RequirePermission('admin')
@RecentSignIn()
@Controller('admin/signing-keys')
export class SigningKeysAdminController {
  constructor(private readonly rotation: KeyRotation) {}

  @Get()
  @ApiRoute({
    summary: 'List the signing keys that verify',
    answers: { 200: { description: 'The keys, without their secrets', example: { items: [exampleKey] } } },
  })
  async list(): Promise<{ items: SigningKeyView[] }> {
    return { items: (await this.rotation.list()).map(view) };
  }

  @Post()
  @ApiRoute({
    summary: 'Make the next signing key',
    description: 'Published in the key set, it verifies and does not sign yet.',
    answers: { 201: { description: 'The key', example: { ...exampleKey, state: 'next', promoted_at: null } } },
    errors: ['conflict'],
  })
  async add(
    @Body() { reason }: AddSigningKeyDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<SigningKeyView> {
    return view(await this.rotation.add(act(principal, request, reason)));
  }

  @Post(':kid/promote')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Sign with the next key',
    description: 'Ten minutes after it was made, when every cache of the key set has it; `force` does it at once.',
    answers: { 200: { description: 'The key that signs from now on', example: exampleKey } },
    errors: ['not_found', 'conflict'],
  })
  async promote(
    @Param('kid') kid: string,
    @Body() { reason, force }: ChangeSigningKeyDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<SigningKeyView> {
    return view(await this.rotation.promote(kid, act(principal, request, reason), force ?? false));
  }

  @Post(':kid/retire')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Stop verifying with a key',
    description:
      'When everything that it signed has expired (that is done by itself, too). `force` does it at once, on every ' +
      'instance: tokens signed with it are refused, their owners refresh or sign in again.',
    answers: { 200: { description: 'The key as it was', example: { ...exampleKey, state: 'retired' } } },
    errors: ['not_found', 'conflict'],
  })
  async retire(
    @Param('kid') kid: string,
    @Body() { reason, force }: ChangeSigningKeyDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<SigningKeyView> {
    return view(await this.rotation.retire(kid, act(principal, request, reason), force ?? false));
  }
}

function act({ account }: Principal, { network, id }: FastifyRequest, reason: string): RotationAct {
  return { actor: { kind: 'admin', id: account.id }, network, requestId: id, reason };
}

function view(row: SigningKeyRow): SigningKeyView {
  const lapses = lapsesAt(row);
  return {
    kid: row.kid,
    algorithm: row.algorithm,
    state: row.state,
    created_at: row.created_at.toISOString(),
    promoted_at: row.promoted_at?.toISOString() ?? null,
    lapses_at: lapses === null ? null : new Date(lapses).toISOString(),
  };
}
