import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { IsEmailAddress } from '../../users/is-email-address.js';
import { IsPassword } from './password-fields.js';

export class ChangePasswordDto {
  @ApiProperty({ example: 'a long and quiet river' })
  @IsPassword()
  current_password: string;

  @ApiProperty({ example: 'a longer and quieter river' })
  @IsPassword()
  new_password: string;
}

export class ForgotPasswordDto {
  @ApiProperty({ example: 'ada@example.org' })
  @IsEmailAddress()
  email: string;
}

export class ResetPasswordDto {
  @ApiProperty({ example: 'cpl_Qm5…', description: 'From the mailed link' })
  @IsString()
  @MaxLength(256)
  token: string;

  @ApiProperty({ example: 'a longer and quieter river' })
  @IsPassword()
  new_password: string;
}
