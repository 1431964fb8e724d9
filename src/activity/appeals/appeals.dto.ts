import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsUUID, Matches, ValidateNested } from 'class-validator';
import { IsStorableText, WhenGiven, WhenGivenOrNull } from '../../problem/field-rules.js';
import { LimitOverrideDto } from '../../users/administration/users-admin.dto.js';
import type { AppealStatus } from './appeal-store.js';

const LONGEST = 2_000;
const statuses = ['open', 'accepted', 'rejected'] as const satisfies readonly AppealStatus[];
const answers = ['accepted', 'rejected'] as const;

/**
 * A text that people read: lines and tabs, no other control characters, none that turns the direction of what follows (a text
 * could look like another one to whoever answers it), and not blank.
 */
const IsProse = () =>
  applyDecorators(
    IsStorableText(1, LONGEST),
    // oxlint-disable-next-line no-control-regex -- these are what it refuses
    Matches(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*$/, {
      message: 'must hold no control characters, nor any that turns the direction of writing',
    }),
    Matches(/\S/, { message: 'must not be blank' }),
  );

export class OpenAppealDto {
  @ApiPropertyOptional({ description: '`decision_id` of an answer to the caller', format: 'uuid' })
  @WhenGiven()
  @IsUUID()
  decision_id?: string;

  @ApiProperty({ example: 'Our nightly build sends its files at once.', maxLength: LONGEST })
  @IsProse()
  text: string;
}

export class AnswerAppealDto {
  @ApiProperty({ enum: answers })
  @IsIn(answers)
  status: (typeof answers)[number];

  @ApiProperty({ description: 'Told to the user', example: 'You may send 200 a minute at night.', maxLength: LONGEST })
  @IsProse()
  answer: string;

  @ApiPropertyOptional({
    type: LimitOverrideDto,
    nullable: true,
    description: 'With accepted: the limit of the account from now on; null takes an override away',
  })
  @WhenGivenOrNull()
  @IsObject()
  @ValidateNested()
  @Type(() => LimitOverrideDto)
  override?: LimitOverrideDto | null;

  @ApiPropertyOptional({
    description: 'With accepted: takes the account off the block list, and an override of 0 away',
  })
  @WhenGiven()
  @IsBoolean()
  unblock?: boolean;
}

export class AppealsPageDto {
  @ApiPropertyOptional({ description: '`next_cursor` of the page before', format: 'uuid' })
  @WhenGiven()
  @IsUUID()
  cursor?: string;

  @ApiPropertyOptional({ example: '50', description: 'Appeals on a page, 1 to 100' })
  @WhenGiven()
  @Matches(/^([1-9]\d?|100)$/, { message: 'must be a number from 1 to 100' })
  limit?: string;
}

export class SearchAppealsDto extends AppealsPageDto {
  @ApiPropertyOptional({ enum: statuses })
  @WhenGiven()
  @IsIn(statuses)
  status?: AppealStatus;

  @ApiPropertyOptional({ description: 'Id of an account', format: 'uuid' })
  @WhenGiven()
  @IsUUID()
  user?: string;
}
