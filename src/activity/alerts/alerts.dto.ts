import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator';
import type { AlertSeverity } from '../../events/domain-event.js';
import { IsMoment, IsStorableText, WhenGiven } from '../../problem/field-rules.js';
import { OptionalBody } from '../../problem/optional-body.js';
import { severities } from './model/alert.js';

const states = ['open', 'acknowledged', 'resolved', 'unresolved'] as const;
const REASON = 500;

export class AlertsQuery {
  @ApiPropertyOptional({ enum: states, description: 'Without it all; `unresolved` is open or acknowledged.' })
  @WhenGiven()
  @IsIn(states)
  state?: (typeof states)[number];

  @ApiPropertyOptional({ enum: severities, description: 'At least this severe.' })
  @WhenGiven()
  @IsIn(severities)
  severity?: AlertSeverity;

  @ApiPropertyOptional({ example: 'rapid-fire' })
  @WhenGiven()
  @Matches(/^[a-z0-9][a-z0-9-]{0,63}$/)
  scenario?: string;

  @ApiPropertyOptional({ description: 'Id of what it is about: a user, a network’s hash, a channel.' })
  @WhenGiven()
  @IsStorableText(1, 128)
  subject?: string;

  @ApiPropertyOptional({ description: 'Id of the account that it belongs to.' })
  @WhenGiven()
  @IsUUID()
  user?: string;

  @ApiPropertyOptional()
  @WhenGiven()
  @Matches(/^[0-9a-f]{64}$/, { message: 'must be 64 hexadecimal digits' })
  fingerprint?: string;

  @ApiPropertyOptional({ description: 'Opened at or after', example: '2026-11-25T00:00:00Z' })
  @WhenGiven()
  @IsMoment()
  from?: string;

  @ApiPropertyOptional({ description: 'Opened before', example: '2026-11-26T00:00:00Z' })
  @WhenGiven()
  @IsMoment()
  to?: string;

  @ApiPropertyOptional({ description: '`next_cursor` of the page before.' })
  @WhenGiven()
  @IsString()
  @MaxLength(128)
  cursor?: string;

  @ApiPropertyOptional({ example: '50', description: 'Alerts on a page, 1 to 100.' })
  @WhenGiven()
  @Matches(/^([1-9]\d?|100)$/, { message: 'must be a number from 1 to 100' })
  limit?: string;
}

@OptionalBody()
export class AlertActDto {
  @ApiPropertyOptional({ example: 'looking into it', description: 'For the record, and for the alert’s history.' })
  @WhenGiven()
  @IsStorableText(1, REASON)
  reason?: string;
}

export class PrecisionQuery {
  @ApiPropertyOptional({ example: '30', description: 'How many days back, 1 to 365.' })
  @WhenGiven()
  @Length(1, 3)
  @Matches(/^([1-9]|[1-9]\d|[12]\d\d|3[0-5]\d|36[0-5])$/, { message: 'must be a number from 1 to 365' })
  days?: string;
}
