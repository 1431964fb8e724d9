import { Controller, Delete, Get, Header, HttpCode, Req, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { SessionPrincipal } from '../../access/caller.js';
import { RecentSignIn } from '../../access/recent-sign-in.js';
import { CurrentSession, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { AccountErasure } from './account-erasure.js';
import { AccountExport } from './account-export.js';
import { exampleExport } from './export.example.js';
import type { PrivacyAct } from './privacy-act.js';

/** The whole of the caller's data: to take it along, and to have it deleted. No API key can do either. */
@ApiTags('Users')
@SignedIn()
@Controller('users/me')
export class PrivacyController {
  constructor(
    private readonly exports: AccountExport,
    private readonly erasure: AccountErasure,
  ) {}

  @Get('export')
  @Header('Cache-Control', 'no-store')
  @ApiRoute({
    summary: 'All that is stored about the caller',
    description: 'One JSON document, written while it is read. Secrets (hashes, keys, codes) are not part of it.',
    answers: { 200: { description: 'The export', example: exampleExport } },
    errors: ['conflict'],
  })
  async export(
    @CurrentSession() { account }: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.exports.of(act(account.id, request)), {
      type: 'application/json; charset=utf-8',
      disposition: 'attachment; filename="codepitamah-export.json"',
    });
  }

  @Delete()
  @HttpCode(204)
  @RecentSignIn()
  @ApiRoute({
    summary: 'Delete the account',
    description:
      'With its sessions, API keys, analyses and architectures, at once and for good. The activity record keeps that ' +
      'something happened, and nobody can read any more what it says of a person. The last active admin cannot go.',
    answers: { 204: { description: 'The account is gone, and its address free again' } },
    errors: ['last_admin'],
  })
  async delete(@CurrentSession() { account }: SessionPrincipal, @Req() request: FastifyRequest): Promise<void> {
    await this.erasure.erase({ ...act(account.id, request), role: account.role });
  }
}

function act(userId: string, request: FastifyRequest): PrivacyAct {
  return { userId, network: request.network, requestId: request.id };
}
