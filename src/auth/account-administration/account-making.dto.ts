import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsString, MaxLength } from 'class-validator';
import { type Permission, permissions } from '../../access/account.js';
import { IsStorableText, WhenGiven, WhenGivenOrNull } from '../../problem/field-rules.js';
import { IsDisplayName } from '../../users/is-display-name.js';
import { IsEmailAddress } from '../../users/is-email-address.js';

const kinds = ['person', 'service'] as const;
const roles = ['user', 'admin'] as const;

export class MakeAccountDto {
  @ApiPropertyOptional({
    enum: kinds,
    default: 'person',
    description: 'A person is invited to choose a password; a service account holds API keys only.',
  })
  @WhenGiven()
  @IsIn(kinds)
  kind?: (typeof kinds)[number];

  @ApiPropertyOptional({ example: 'ada@example.org', description: 'Of a person, and only of one.' })
  @WhenGiven()
  @IsEmailAddress()
  email?: string;

  @ApiPropertyOptional({
    example: 'Ada',
    nullable: true,
    type: String,
    description: 'A service account must have one.',
  })
  @WhenGivenOrNull()
  @IsDisplayName()
  name?: string | null;

  @ApiPropertyOptional({ example: 'pro', description: 'Absent: the default plan.' })
  @WhenGiven()
  @IsString()
  @MaxLength(64)
  plan?: string;

  @ApiPropertyOptional({ enum: roles, default: 'user' })
  @WhenGiven()
  @IsIn(roles)
  role?: (typeof roles)[number];

  @ApiPropertyOptional({ enum: permissions, isArray: true, description: 'Absent: those of the plan.' })
  @WhenGiven()
  @IsArray()
  @ArrayMaxSize(permissions.length)
  @ArrayUnique()
  @IsIn(permissions, { each: true })
  permissions?: Permission[];

  @ApiPropertyOptional({ example: 'joined the platform team', description: 'For the record.' })
  @WhenGiven()
  @IsStorableText(1, 500)
  reason?: string;
}
