import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { BeforeSecondFactor } from '../access/before-second-factor.js';
import type { Principal } from '../access/caller.js';
import { CurrentPrincipal, SignedIn } from '../access/route-access.js';
import { ApiRoute } from '../openapi/api-route.js';
import { Problem } from '../problem/problem.js';
import { IsDisplayName } from './is-display-name.js';
import { UserDirectory } from './user-directory.js';
import { exampleUser, type UserView, userView } from './user-view.js';

export class UpdateProfileDto {
  @ApiPropertyOptional({ example: 'Ada', nullable: true, type: String, description: 'null removes it' })
  @IsOptional()
  @IsDisplayName()
  name?: string | null;
}

/** The caller's own account. */
@ApiTags('Users')
@SignedIn()
@Controller('users/me')
export class UsersController {
  constructor(private readonly users: UserDirectory) {}

  @Get()
  @SignedIn({ keys: true })
  @BeforeSecondFactor()
  @ApiRoute({ summary: 'The caller’s account', answers: { 200: { description: 'The account', example: exampleUser } } })
  async me(@CurrentPrincipal() { account }: Principal): Promise<UserView> {
    const row = await this.users.byId(account.id);
    if (!row) throw new Problem('not_found');
    return userView(row);
  }

  @Patch()
  @ApiRoute({
    summary: 'Change the profile',
    description: 'Only the name: address, password, plan and role have routes of their own.',
    answers: { 200: { description: 'The account as it is now', example: exampleUser } },
    errors: ['validation_failed'],
  })
  async update(@CurrentPrincipal() principal: Principal, @Body() body: UpdateProfileDto): Promise<UserView> {
    if (body.name === undefined) return this.me(principal);
    return userView(await this.users.rename(principal.account.id, body.name));
  }
}
