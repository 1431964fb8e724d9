import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RuleCatalogue } from '../catalogue/rule-catalogue.js';
import type { AnalysisResult } from '../results/analysis-result.js';
import { type ReportType, SARIF_TYPE } from './accepted-type.js';
import { sarifLog } from './sarif-log.js';

/** Writes results in the type that a caller accepts. */
@Injectable()
export class ReportWriter {
  constructor(private readonly catalogue: RuleCatalogue) {}

  /** What the handler returns: `json` as it is (a result, or what it stands in), SARIF as text with its type. */
  answer<T>(result: AnalysisResult, type: ReportType, reply: FastifyReply, json: T): T | string;
  answer(result: AnalysisResult, type: ReportType, reply: FastifyReply): AnalysisResult | string;
  answer(result: AnalysisResult, type: ReportType, reply: FastifyReply, json: unknown = result): unknown {
    void reply.header('Vary', 'Accept');
    if (type === 'json') return json;
    void reply.type(`${SARIF_TYPE}; charset=utf-8`);
    return JSON.stringify(sarifLog(result, this.catalogue));
  }
}
