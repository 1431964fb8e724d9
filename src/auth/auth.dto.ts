import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsDisplayName } from '../users/is-display-name.js';
import { IsEmailAddress } from '../users/is-email-address.js';
import { IsNewPassword, IsPassword } from './passwords/password-fields.js';

export class RegisterDto {
  @ApiProperty({ example: 'ada@example.org', description: 'Unique whatever its case; nothing is trimmed.' })
  @IsEmailAddress()
  email: string;

  @ApiProperty({
    example: 'a long and quiet river',
    description: 'At least 8 characters of any kind, at most 1024 bytes; common ones are refused.',
  })
  @IsNewPassword()
  password: string;

  @ApiPropertyOptional({ example: 'Ada', nullable: true, type: String })
  @IsOptional()
  @IsDisplayName()
  name?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The token printed at the first start: makes this account the first admin.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  setup_token?: string | null;
}

export class LoginDto {
  @ApiProperty({ example: 'ada@example.org' })
  @IsEmailAddress()
  email: string;

  @ApiProperty({ example: 'a long and quiet river' })
  @IsPassword()
  password: string;

  @ApiPropertyOptional({ example: '123456', description: 'One-time code; looked at only where one is enrolled.' })
  @IsOptional()
  @Matches(/^[0-9A-Za-z-]{6,32}$/, { message: 'must be a one-time or recovery code' })
  otp?: string;

  @ApiPropertyOptional({ example: 900, description: 'Life of the access token, seconds; up to ACCESS_TOKEN_TTL.' })
  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(86_400)
  expires_in?: number;
}

export class RefreshDto {
  @ApiProperty({ example: 'cpr_AZfwolwfemGdCz8PShwrfgAAAAC0…' })
  @IsString()
  @MaxLength(8_192)
  refresh_token: string;
}
