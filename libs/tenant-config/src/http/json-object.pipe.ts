import { Injectable, type PipeTransform } from '@nestjs/common';
import { isJsonObject, type JsonObject } from '#kernel';
import { InvalidInput } from '#web';

/** For bodies that a use case checks as a whole: any JSON object, an empty body being an empty one. */
@Injectable()
export class JsonObjectPipe implements PipeTransform {
  transform(value: unknown): JsonObject {
    const body = value ?? {};
    if (!isJsonObject(body)) throw new InvalidInput([{ pointer: '', detail: 'must be a JSON object' }]);
    return body;
  }
}
