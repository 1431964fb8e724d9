import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { IsEmailAddress } from '../../users/is-email-address.js';

export class VerifyEmailDto {
  @ApiProperty({ example: 'cpl_Qm5…', description: 'From the mailed link' })
  @IsString()
  @MaxLength(256)
  token: string;
}

export class ResendVerificationDto {
  @ApiProperty({ example: 'ada@example.org' })
  @IsEmailAddress()
  email: string;
}
