import { applyDecorators } from '@nestjs/common';
import { Matches, ValidateBy } from 'class-validator';
import { normaliseBaseApiUrl, sourceIdIn } from '../../domain/engage/engage-address.js';
import { LeadsOutside } from './settings-class.decorators.js';

/** An id of Engage: opaque, but safe in a URL. */
export function IsEngageId(options: { each?: boolean } = {}): PropertyDecorator {
  return Matches(/^[^\s/?#]{1,255}$/, { ...options, message: 'must be an id as Engage shows it, without spaces' });
}

export function IsEngageBaseUrl(): PropertyDecorator {
  return isAddress(
    'isEngageBaseUrl',
    (value) => normaliseBaseApiUrl(value) !== undefined,
    'must be the address of an Engage domain, for example https://acme.api.engagement.dimelo.com',
  );
}

export function IsRealtimeUrl(): PropertyDecorator {
  return isAddress(
    'isRealtimeUrl',
    (value) => sourceIdIn(value) !== undefined,
    'must be the realtime endpoint URL of the source page: https://…/realtime/sdk/<source id>',
  );
}

function isAddress(name: string, accepts: (value: string) => boolean, message: string): PropertyDecorator {
  const rule = ValidateBy({
    name,
    validator: { validate: (value) => typeof value === 'string' && accepts(value), defaultMessage: () => message },
  });
  return applyDecorators(rule, LeadsOutside());
}
