import { Injectable, type PipeTransform } from '@nestjs/common';
import { isJsonObject, type JsonObject } from '#kernel';
import { InvalidInput, type JsonLimits, limitJson } from '#web';

/** Settings with the most mapping rules have 1,000 members. */
const SETTINGS_JSON: JsonLimits = { depth: 20, values: 5_000, containers: 1_000, longNumbers: 100 };

/** For bodies that a use case checks as a whole: any JSON object. An empty body becomes an empty object. */
@Injectable()
export class JsonObjectPipe implements PipeTransform {
  transform(value: unknown): JsonObject {
    const body = value ?? {};
    if (!isJsonObject(body)) throw new InvalidInput([{ pointer: '', detail: 'must be a JSON object' }]);
    limitJson(JSON.stringify(body), SETTINGS_JSON);
    return body;
  }
}
