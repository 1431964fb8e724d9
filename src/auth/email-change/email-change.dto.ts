import { ApiProperty } from '@nestjs/swagger';
import { IsEmailAddress } from '../../users/is-email-address.js';
import { IsPassword } from '../passwords/password-fields.js';

export class ChangeEmailDto {
  @ApiProperty({ example: 'ada@new.example' })
  @IsEmailAddress()
  email: string;

  @ApiProperty({ example: 'a long and quiet river', description: 'The account’s password' })
  @IsPassword()
  password: string;
}
