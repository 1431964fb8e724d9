import { ApiPropertyOptional, ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';
import { type Permission, permissions } from '../../access/account.js';
import { IsMoment, WhenGiven, WhenGivenOrNull } from '../../problem/field-rules.js';
import { OptionalBody } from '../../problem/optional-body.js';
import { IsDisplayName } from '../../users/is-display-name.js';
import { MAX_LIMIT } from '../../users/plans/plan.js';

const DAY = 86_400;
/** Longest time, seconds, that the secret before a rotation holds. */
const LONGEST_OVERLAP = 30 * DAY;
/** What it is when nothing is said, seconds. */
export const DEFAULT_OVERLAP = DAY;

/** The header field of routes that show a key. */
export const idempotencyKey = {
  name: 'Idempotency-Key',
  required: false,
  description: 'Any text of yours: a retry with the same one within an hour gets the same key.',
  schema: { type: 'string' },
};

const never = 'null is never, where API_KEYS_WITHOUT_EXPIRY allows it; at most 365 days ahead.';
const ownLimit =
  'Requests in the plan’s window that the key may send, at most what the account may; null: no limit besides the account’s.';

/** What a key may be given, when it is made and afterwards. */
abstract class KeyRightsDto {
  @ApiPropertyOptional({
    enum: permissions,
    isArray: true,
    description: 'Of the account’s own; a new key gets all of them but `admin` when nothing is said.',
  })
  @WhenGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(permissions.length)
  @ArrayUnique()
  @IsIn(permissions, { each: true })
  permissions?: Permission[];

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    example: 5,
    description: ownLimit,
  })
  @WhenGivenOrNull()
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  rate_limit?: number | null;
}

export class CreateApiKeyDto extends KeyRightsDto {
  @ApiProperty({ example: 'nightly build' })
  @IsDisplayName()
  name: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '2027-02-23T12:00:00.000Z',
    description: `In 90 days when nothing is said; ${never}`,
  })
  @WhenGivenOrNull()
  @IsMoment()
  expires_at?: string | null;
}

export class ChangeApiKeyDto extends KeyRightsDto {
  @ApiPropertyOptional({ example: 'nightly build' })
  @WhenGiven()
  @IsDisplayName()
  name?: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: '2027-02-23T12:00:00.000Z', description: never })
  @WhenGivenOrNull()
  @IsMoment()
  expires_at?: string | null;
}

@OptionalBody()
export class RotateApiKeyDto {
  @ApiPropertyOptional({
    example: DEFAULT_OVERLAP,
    description: 'How long the secret before it still holds, seconds: a day when nothing is said.',
  })
  @WhenGiven()
  @IsInt()
  @Min(0)
  @Max(LONGEST_OVERLAP)
  grace_seconds?: number;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '2027-02-23T12:00:00.000Z',
    description: `Stays as it is when nothing is said; ${never}`,
  })
  @WhenGivenOrNull()
  @IsMoment()
  expires_at?: string | null;
}
