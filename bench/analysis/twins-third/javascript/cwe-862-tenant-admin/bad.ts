import {
  Body,
  CanActivate,
  Controller,
  Delete,
  ExecutionContext,
  Get,
  HttpCode,
  Injectable,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { IsEmail, IsString, Length } from 'class-validator';
import type { Request } from 'express';

export type Role = 'admin' | 'editor' | 'reader';

export const Roles = (...roles: Role[]) => SetMetadata('roles', roles);

interface SignedIn extends Request {
  user: { id: string; roles: Role[] };
}

@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const wanted = this.reflector.getAllAndOverride<Role[]>('roles', [context.getHandler(), context.getClass()]);
    if (!wanted) {
      return true;
    }
    const { user } = context.switchToHttp().getRequest<SignedIn>();
    return wanted.some((role) => user.roles.includes(role));
  }
}

export class NewTenant {
  @IsString()
  @Length(2, 60)
  name!: string;

  @IsEmail()
  contact!: string;
}

export interface Tenant extends NewTenant {
  id: string;
  createdAt: Date;
}

export abstract class Tenants {
  abstract all(): Promise<Tenant[]>;
  abstract add(tenant: NewTenant): Promise<Tenant>;
  abstract remove(id: string): Promise<boolean>;
}

@Controller('admin/tenants')
@UseGuards(AuthGuard('jwt'), RolesGuard)
export class TenantController {
  constructor(private readonly tenants: Tenants) {}

  @Get()
  @Roles('admin', 'editor')
  list(): Promise<Tenant[]> {
    return this.tenants.all();
  }

  @Post()
  @Roles('admin')
  add(@Body() tenant: NewTenant): Promise<Tenant> {
    return this.tenants.add(tenant);
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    if (!(await this.tenants.remove(id))) {
      throw new NotFoundException('tenant');
    }
  }
}
