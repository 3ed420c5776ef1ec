import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { routedPath } from '#web';
import { RefusedCalls } from '../refused-calls.js';
import type { AdminRequest } from './admin.guard.js';

const ADMIN = /^\/admin(?:[/?]|$)/;
const WRITE_MS = 60_000;

/** Records calls to /admin that are refused, every minute. */
@Injectable()
export class AdminRefusals implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(AdminRefusals.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly refused: RefusedCalls,
  ) {}

  /** Hooks must be added before Nest registers the routes. */
  onModuleInit(): void {
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addHook('onResponse', (request, reply, done) => {
      if (ADMIN.test(routedPath(request)) && isRefusal(request, reply)) this.note(request, reply);
      done();
    });
    this.timer = setInterval(() => void this.write(), WRITE_MS).unref();
  }

  /** Runs when no more calls can come. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  private note({ method, routeOptions, caller, ip }: AdminRequest, { statusCode }: FastifyReply): void {
    const { keyId = null, name } = caller?.known ?? {};
    this.refused.note({
      status: statusCode,
      route: `${method} ${routeOptions.url ?? 'none'}`,
      address: ip,
      keyId,
      keyName: name,
    });
  }

  private async write(): Promise<void> {
    await this.refused.write().catch((error: unknown) => {
      this.log.warn({ err: error }, 'Refused calls to /admin were not recorded in the audit log.');
    });
  }
}

/** 404 for a tenant that the key is not bound to is a refusal; for an object that does not exist it is a normal answer. */
function isRefusal({ admin, caller }: AdminRequest, { statusCode }: FastifyReply): boolean {
  if (statusCode === 404) return caller?.known !== undefined && admin === undefined;
  return statusCode === 401 || statusCode === 403 || statusCode === 429;
}
