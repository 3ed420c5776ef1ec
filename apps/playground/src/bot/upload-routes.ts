import type { FastifyInstance } from 'fastify';
import type { Chats } from './chats.js';
import { type ChatParams, ID, unknownChat, WITH_CHAT } from './routes.js';
import { MAX_UPLOAD_BYTES, type Uploads } from './uploads.js';

const SENDING = {
  ...WITH_CHAT,
  querystring: {
    type: 'object',
    required: ['filename'],
    properties: { filename: { type: 'string', minLength: 1, maxLength: 255 } },
  },
} as const;
const READING = {
  params: {
    type: 'object',
    required: ['uploadId', 'filename'],
    properties: { uploadId: ID, filename: { type: 'string' } },
  },
} as const;

/** The bytes are untrusted: they are shown as their detected type, and may not run anything. */
const UNTRUSTED = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'cache-control': 'private, max-age=3600, immutable',
};

/** The routes to upload customers' files, and to read them for agents and the connector. */
export function addUploadRoutes(app: FastifyInstance, uploads: Uploads, chats: Chats): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post<ChatParams & { Querystring: { filename: string }; Body: Buffer | undefined }>(
      '/api/chats/:chatId/files',
      { schema: SENDING, bodyLimit: MAX_UPLOAD_BYTES },
      async ({ params, query, body }, reply) => {
        if (!chats.find(params.chatId)) return unknownChat(reply);
        if (!body?.length) return reply.code(400).send({ detail: 'The file is empty.' });
        const upload = await uploads.keep(query.filename, body);
        if (!upload) return reply.code(415).send({ detail: 'This kind of file cannot be sent.' });
        return reply.code(201).send({ id: upload.id, ...uploads.attachment(upload) });
      },
    );
  });

  app.get<{ Params: { uploadId: string; filename: string } }>(
    '/uploads/:uploadId/:filename',
    { schema: READING },
    async ({ params }, reply) => {
      const upload = await uploads.find(params.uploadId);
      const bytes = upload?.filename === params.filename ? await uploads.bytes(upload.id) : undefined;
      if (!upload || !bytes) return reply.code(404).send({ detail: 'There is no such file.' });
      const charset = upload.mediaType === 'text/plain' ? '; charset=utf-8' : '';
      return reply
        .headers(UNTRUSTED)
        .type(upload.mediaType + charset)
        .send(bytes);
    },
  );
}
