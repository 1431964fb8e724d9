import { Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { BeforeSecondFactor } from '../../access/before-second-factor.js';
import type { SessionPrincipal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { CurrentSession, SignedIn } from '../../access/route-access.js';
import type { SessionRow } from '../../database/tables/sessions.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { originOf } from '../request-origin.js';
import { deviceName } from './device-name.js';
import { SessionDirectory } from './session-directory.js';
import { SessionEnding } from './session-ending.js';

/** One sign-in of the user, as its owner sees it. */
interface SessionView {
  id: string;
  current: boolean;
  created_at: string;
  last_used_at: string;
  /** When it ends unless it is refreshed before. */
  expires_at: string;
  /** `Firefox on Windows`, by what the client says of itself. */
  device: string;
  user_agent: string | null;
  network: string | null;
}

const exampleSession: SessionView = {
  id: '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c',
  current: true,
  created_at: '2026-11-25T12:00:00.000Z',
  last_used_at: '2026-11-25T12:30:00.000Z',
  expires_at: '2026-12-25T12:30:00.000Z',
  device: 'curl',
  user_agent: 'curl/8.14.1',
  network: '192.0.2.7',
};

/** The user's own sign-ins: to see them and to end them. */
@ApiTags('Auth')
@SignedIn()
@BeforeSecondFactor()
@Controller('auth')
export class SessionsController {
  constructor(
    private readonly sessions: SessionDirectory,
    private readonly ending: SessionEnding,
  ) {}

  @Post('logout')
  @HttpCode(204)
  @ApiRoute({
    summary: 'End this session',
    description: 'Its access and refresh tokens are refused at once, by every instance.',
    answers: { 204: { description: 'The session is over' } },
  })
  logout(@CurrentSession() principal: SessionPrincipal, @Req() request: FastifyRequest): Promise<void> {
    return this.ending.logout(principal, originOf(request));
  }

  @Post('logout-all')
  @HttpCode(204)
  @ApiRoute({ summary: 'End all sessions of the user', answers: { 204: { description: 'All sessions are over' } } })
  logoutAll(@CurrentSession() principal: SessionPrincipal, @Req() request: FastifyRequest): Promise<void> {
    return this.ending.logoutAll(principal, originOf(request));
  }

  @Get('sessions')
  @ApiRoute({
    summary: 'List the live sessions of the user, newest first',
    answers: { 200: { description: 'The sessions', example: { items: [exampleSession] } } },
  })
  async list(@CurrentSession() principal: SessionPrincipal): Promise<{ items: SessionView[] }> {
    const rows = await this.sessions.live(principal.account.id);
    return { items: rows.map((row) => view(row, principal.sessionId)) };
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiRoute({
    summary: 'End one session of the user',
    answers: { 204: { description: 'The session is over' } },
    errors: ['not_found'],
  })
  revoke(
    @CurrentSession() principal: SessionPrincipal,
    @Param('id', IdParam) id: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.ending.revoke(principal, id, originOf(request));
  }
}

function view(row: SessionRow, current: string): SessionView {
  const expiry = Math.min(row.idle_expires_at.getTime(), row.absolute_expires_at.getTime());
  return {
    id: row.id,
    current: row.id === current,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at.toISOString(),
    expires_at: new Date(expiry).toISOString(),
    device: deviceName(row.user_agent),
    user_agent: row.user_agent,
    network: row.network,
  };
}
