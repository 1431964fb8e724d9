import { Controller, Get, Injectable, Param, ParseIntPipe, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Injectable()
export class ReportService {
  constructor(private readonly dataSource: DataSource) {}

  monthly(tenant: number, month: string) {
    return this.dataSource.query(
      `SELECT day, sum(amount) FROM sales WHERE tenant_id = ${tenant} AND month = '${month}' GROUP BY day`,
    );
  }
}

@Controller('tenants/:tenant/reports')
export class ReportController {
  constructor(private readonly reports: ReportService) {}

  @Get('monthly')
  show(@Param('tenant', ParseIntPipe) tenant: number, @Query('month') month: string) {
    return this.reports.monthly(tenant, month);
  }
}
