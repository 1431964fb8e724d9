import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { IsEmailAddress } from '../../users/is-email-address.js';
import { IsPassword } from '../passwords/password-fields.js';

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

export class ChangeEmailDto {
  @ApiProperty({ example: 'ada@new.example' })
  @IsEmailAddress()
  email: string;

  @ApiProperty({ example: 'a long and quiet river', description: 'The account’s password' })
  @IsPassword()
  password: string;
}
