import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, Length, Matches } from 'class-validator';
import { IsPassword } from '../passwords/password-fields.js';

/** A one-time code of six digits, or a recovery code. */
export const IsCode = () =>
  applyDecorators(
    Matches(/^(?:[0-9]{6}|[0-9A-Za-z-]{16,32})$/, {
      message: 'must be a one-time code of six digits or a recovery code',
    }),
  );

export class ConfirmTotpDto {
  @ApiProperty({ example: '123456', description: 'What the authenticator app shows now.' })
  @Matches(/^[0-9]{6}$/, { message: 'must be six digits' })
  code: string;

  @ApiPropertyOptional({ example: true, description: 'Ends all other sessions of the user as well.' })
  @IsOptional()
  @IsBoolean()
  end_other_sessions?: boolean;
}

export class RemoveTotpDto {
  @ApiProperty({ example: 'a long and quiet river' })
  @IsPassword()
  password: string;

  @ApiProperty({ example: '123456', description: 'A one-time code, or a recovery code.' })
  @IsCode()
  code: string;

  @ApiPropertyOptional({ example: true, description: 'Ends all other sessions of the user as well.' })
  @IsOptional()
  @IsBoolean()
  end_other_sessions?: boolean;
}

export class RenewRecoveryCodesDto {
  @ApiProperty({ example: '123456', description: 'A one-time code, or one of the old recovery codes.' })
  @IsCode()
  code: string;
}

export class ResetMfaDto {
  @ApiProperty({ example: 'lost the phone, called back on the number on file' })
  @Matches(/^[^\0\p{Cs}]*$/u, { message: 'must be a text without NUL and lone surrogates' })
  @Length(1, 500)
  reason: string;
}
