import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { WhenGiven } from '../../problem/field-rules.js';
import { IsEmailAddress } from '../../users/is-email-address.js';
import { IsPassword } from '../passwords/password-fields.js';

export class VerifyEmailDto {
  @ApiProperty({ example: 'cpl_Qm5…', description: 'From the mailed link' })
  @IsString()
  @MaxLength(256)
  token: string;

  @ApiPropertyOptional({
    example: 'a long and quiet river',
    description:
      'For a new account: its password from now on, whoever opened it. Without it the one holds that it was opened with.',
  })
  @WhenGiven()
  @IsPassword()
  password?: string;
}

export class ResendVerificationDto {
  @ApiProperty({ example: 'ada@example.org' })
  @IsEmailAddress()
  email: string;
}
