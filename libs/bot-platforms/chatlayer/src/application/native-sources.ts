import { AppError, isJsonObject, type JsonValue } from '#kernel';

/** Chatlayer owns its customers' channels: conversations of Engage's own sources cannot reach its bot. */
export class NativeSourcesUnsupported extends AppError {
  readonly code = 'tenant.native-sources-unsupported';
  readonly kind = 'unprocessable';
  constructor() {
    super('A Chatlayer bot cannot serve sources of Engage itself: leave engage.nativeSourceIds empty.', {
      errors: [{ pointer: '/engage/nativeSourceIds', detail: 'must be empty for a Chatlayer bot' }],
    });
  }
}

/** @throws NativeSourcesUnsupported */
export function refuseNativeSources(engage: JsonValue | undefined): void {
  const ids = isJsonObject(engage) ? engage['nativeSourceIds'] : undefined;
  if (Array.isArray(ids) && ids.length > 0) throw new NativeSourcesUnsupported();
}
