import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { isJsonObject } from '#kernel';
import { toInstance } from '#web';
import { Transform } from 'class-transformer';
import { IsIn, IsObject, ValidateNested } from 'class-validator';

/**
 * An object, or with `each` a list of objects, whose member `type` decides the class that checks and documents it. If the
 * type is unknown, only the type is reported.
 */
export function OneOfTypes(classes: Readonly<Record<string, Type<object>>>, { each = false } = {}): PropertyDecorator {
  const instanceOf = instancesBy(classes);
  return applyDecorators(
    Documented(classes, each),
    IsObject({ each }),
    ValidateNested({ each }),
    Transform(({ value }: { value: unknown }) =>
      each && Array.isArray(value) ? value.map(instanceOf) : instanceOf(value),
    ),
  );
}

function instancesBy(classes: Readonly<Record<string, Type<object>>>): (value: unknown) => unknown {
  class OfUnknownType {
    readonly type?: unknown;
  }
  IsIn(Object.keys(classes))(OfUnknownType.prototype, 'type');
  return (value) => {
    if (!isJsonObject(value)) return value;
    const { type = null } = value;
    const known = typeof type === 'string' && Object.hasOwn(classes, type) ? classes[type] : undefined;
    return toInstance(known ?? OfUnknownType, known ? value : { type });
  };
}

function Documented(classes: Readonly<Record<string, Type<object>>>, each: boolean): PropertyDecorator {
  const models = [...new Set(Object.values(classes))];
  const schema = {
    oneOf: models.map((model) => ({ $ref: getSchemaPath(model) })),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(Object.entries(classes).map(([type, model]) => [type, getSchemaPath(model)])),
    },
  };
  return (target, property) => {
    ApiExtraModels(...models)(target.constructor);
    ApiProperty(each ? { type: 'array', items: schema } : schema)(target, property);
  };
}
