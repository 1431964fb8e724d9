import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsCode } from '../mfa/mfa.dto.js';

export class StartOidcDto {
  @ApiPropertyOptional({ enum: ['login'], description: '`login`: the provider asks for the credentials anew.' })
  @IsOptional()
  @IsIn(['login'])
  prompt?: 'login';
}

export class OidcCodeDto {
  @ApiProperty({ example: '123456', description: 'A one-time code, or a recovery code.' })
  @IsCode()
  otp: string;
}
