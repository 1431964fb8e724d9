import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { Public, RequirePermission } from '../../../src/access/route-access.js';
import { ApiRoute } from '../../../src/openapi/api-route.js';
import { RateLimit } from '../../../src/rate-limit/route/rate-limit.decorator.js';
import { answer } from './answer.js';

const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

class Wish {
  @ApiProperty({ example: 'python' })
  @IsString()
  @Length(1, 32)
  language: string;

  @ApiPropertyOptional({ example: 'low' })
  @IsOptional()
  @IsIn(severities)
  min_severity?: string;
}

class PostedWish extends Wish {
  @ApiProperty({ example: 'print(1)' })
  @IsString()
  code: string;
}

const documentation = { summary: 'A constant', answers: { 200: { description: 'The constant', example: answer } } };

/** The constant behind one more layer of the service each time. Registered by the benchmark alone. */
@RequirePermission('code_analysis')
@Controller('bench')
export class LayersController {
  @Public()
  @Get('public')
  @ApiRoute(documentation)
  open() {
    return answer;
  }

  @RateLimit()
  @Get('guarded')
  @ApiRoute(documentation)
  guarded() {
    return answer;
  }

  @RateLimit()
  @Get('validated')
  @ApiRoute(documentation)
  validated(@Query() _wish: Wish) {
    return answer;
  }

  @RateLimit()
  @Post('posted')
  @HttpCode(200)
  @ApiRoute(documentation)
  posted(@Body() _wish: PostedWish) {
    return answer;
  }
}
