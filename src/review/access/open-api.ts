/** The console's API as an OpenAPI 3.1 document, made from the table of routes and its schemas. */
import { z } from 'zod';
import { problemCodes } from '../contract/problem-codes.ts';
import { problem } from '../contract/problem.ts';
import { routes } from '../contract/routes.ts';
import { parameters, type AnyRoute } from './handler.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Json = Readonly<Record<string, unknown>>;

/** Of routes without an answer schema that answer bytes. */
const rawTypes: Readonly<Record<string, string>> = {
  raw: 'message/rfc822',
  events: 'text/event-stream',
  openApi: 'application/json',
};
const redirects: readonly string[] = ['beginOidc', 'finishOidc'];

/** @param serverUrl where the API is, such as `https://hallpass.school.example` */
export function openApiDocument(serverUrl: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [id, route] of Object.entries(routes) as [string, AnyRoute][]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(id, route);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Hallpass console',
      version: '1',
      description:
        'What the console of Hallpass calls. Programs use a token (Authorization: Bearer hp_…); what needs none of its scopes is for people who signed in.',
    },
    servers: [{ url: `${serverUrl}/api` }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, made in the settings of the console' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-hallpass-session',
          description: 'After signing in. Whatever changes something also needs the field x-csrf-token of the session',
        },
      },
    },
  };
}

function operation(id: string, route: AnyRoute): Json {
  const { summary, needs, scope, query, body, path } = route;
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name as keyof typeof parameters);
  const inQuery = query === undefined ? {} : schemaOf(query, 'input');
  return {
    operationId: id,
    summary,
    description: [
      needs === 'public' || needs === 'signed-in' ? '' : `Needs the permission \`${needs}\`.`,
      scope === undefined ? '' : `Tokens need the scope \`${scope}\`.`,
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    security: needs === 'public' ? [] : [...(scope === undefined ? [] : [{ token: [scope] }]), { session: [] }],
    parameters: [
      ...inPath.map((name) => ({ name, in: 'path', required: true, schema: schemaOf(parameters[name], 'input') })),
      ...Object.entries(inQuery.properties ?? {}).map(([name, schema]) => ({
        name,
        in: 'query',
        required: inQuery.required?.includes(name) ?? false,
        schema,
      })),
    ],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    responses: { ...success(id, route), default: problemAnswer },
  };
}

const problemAnswer: Json = {
  description: 'What went wrong (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function success(id: string, { answer }: AnyRoute): Json {
  const raw = rawTypes[id];
  if (answer) {
    return { 200: { description: 'Done', content: { 'application/json': { schema: schemaOf(answer, 'output') } } } };
  }
  if (raw !== undefined) return { 200: { description: 'Done', content: { [raw]: {} } } };
  if (redirects.includes(id)) return { 303: { description: 'Goes to another page' } };
  return { 204: { description: 'Done' } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return rest;
}

/** The same for people: docs/api.md. */
export function apiPage(): string {
  const lines = Object.values(routes as Readonly<Record<string, AnyRoute>>).map(
    ({ method, path, summary, needs, scope }) =>
      `| \`${method} /api${path}\` | ${summary} | ${needs === 'public' || needs === 'signed-in' ? needs : `\`${needs}\``} | ${scope === undefined ? '' : `\`${scope}\``} |`,
  );
  const problems = Object.entries(problemCodes).map(
    ([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`,
  );
  return `# The API

Generated from \`src/review/contract/\` by \`scripts/generate.ts\`. A running gateway with the console role serves the whole of it, with every
field, as an OpenAPI 3.1 document at \`/api/openapi.json\`.

## Calling it

Programs send a token that somebody made under Settings, API tokens: \`Authorization: Bearer hp_…\`. A token acts for its owner and may do
what both its scopes and the owner's role allow; when the owner is switched off, so is the token. No token can reveal a message. Routes
without a scope are for people who are signed in.

\`\`\`
curl -H "Authorization: Bearer $HALLPASS_TOKEN" 'https://hallpass.school.example/api/messages?q=is:open&limit=10'
\`\`\`

Bodies are JSON. Calls of one address are limited; over it the answer is 429 with \`Retry-After\`. Pages are followed by \`cursor\`, which is the
\`next\` of the page before. What fails is answered as problem details (RFC 9457, \`application/problem+json\`): \`code\` is stable, \`title\` and
\`detail\` are for people, \`fields\` says which fields of a bad request are wrong. Nothing in it repeats what was sent.

## Routes

| call | what it does | needs | token scope |
| --- | --- | --- | --- |
${lines.join('\n')}

## Problems

| code | status | title |
| --- | --- | --- |
${problems.join('\n')}
`;
}
