import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { IsDisplayName } from '../../users/is-display-name.js';
import { PasswordByLink } from '../passwords/password-by-link.js';
import { IsPassword } from '../passwords/password-fields.js';
import { originOf } from '../request-origin.js';

export class AcceptInvitationDto {
  @ApiProperty({ example: 'cpl_Qm5…', description: 'From the link' })
  @IsString()
  @MaxLength(256)
  token: string;

  @ApiProperty({ example: 'a long and quiet river' })
  @IsPassword()
  password: string;

  @ApiPropertyOptional({ example: 'Ada', type: String, description: 'Instead of the one that the admin gave' })
  @IsOptional()
  @IsDisplayName()
  name?: string;
}

/** The way in for who was invited. */
@ApiTags('Auth')
@Public()
@Controller('auth/invitation')
export class InvitationsController {
  constructor(private readonly passwords: PasswordByLink) {}

  @Post('accept')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Enter an account that an admin has made, by choosing its password',
    description: 'The link works once, for 7 days, until a newer one replaces it. Then sign in.',
    answers: { 204: { description: 'The password holds, and the address is confirmed' } },
    errors: ['validation_failed', 'link_invalid', 'rate_limited', 'overloaded', 'unavailable'],
  })
  async accept(@Body() body: AcceptInvitationDto, @Req() request: FastifyRequest): Promise<void> {
    const { token, password } = body;
    const chosen = { token, password, name: body.name ?? undefined };
    await this.passwords.choose('invitation', chosen, '/password', originOf(request));
  }
}
