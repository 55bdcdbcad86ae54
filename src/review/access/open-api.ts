/** The console's API as an OpenAPI 3.1 document, generated from the table of routes and its schemas. */
import { z } from 'zod';
import { problemCodes } from '../contract/problem-codes.ts';
import { problem } from '../contract/problem.ts';
import { routes } from '../contract/routes.ts';
import { parameters, type AnyRoute } from './handler.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Json = Readonly<Record<string, unknown>>;

/** Content types of routes without an answer schema. */
const rawTypes: Readonly<Record<string, string>> = {
  raw: 'message/rfc822',
  events: 'text/event-stream',
  openApi: 'application/json',
};
const redirects: readonly string[] = ['beginOidc', 'finishOidc'];

/** @param serverUrl base address of the API, such as `https://hallpass.school.example` */
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
        'The API of the Hallpass console. Programs use a token (Authorization: Bearer hp_…). Operations without a token scope need a session.',
    },
    servers: [{ url: `${serverUrl}/api` }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, created in the settings of the console' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-hallpass-session',
          description: 'Set at sign-in. Operations other than GET also need the x-csrf-token of the session',
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
  description: 'Problem details (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function success(id: string, { answer }: AnyRoute): Json {
  const raw = rawTypes[id];
  if (answer) {
    return { 200: { description: 'Done', content: { 'application/json': { schema: schemaOf(answer, 'output') } } } };
  }
  if (raw !== undefined) return { 200: { description: 'Done', content: { [raw]: {} } } };
  if (redirects.includes(id)) return { 303: { description: 'Redirects to another page' } };
  return { 204: { description: 'Done' } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return rest;
}

/** The API reference for people: docs/api.md. */
export function apiPage(): string {
  const lines = Object.values(routes as Readonly<Record<string, AnyRoute>>).map(
    ({ method, path, summary, needs, scope }) =>
      `| \`${method} /api${path}\` | ${summary} | ${needs === 'public' || needs === 'signed-in' ? needs : `\`${needs}\``} | ${scope === undefined ? '' : `\`${scope}\``} |`,
  );
  const problems = Object.entries(problemCodes).map(
    ([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`,
  );
  return `# The API

Generated from \`src/review/contract/\` by \`scripts/generate.ts\`. A running gateway with the console role serves the complete description,
with every field, as an OpenAPI 3.1 document at \`/api/openapi.json\`.

## Calling it

Programs send a token that was created under Settings, API tokens: \`Authorization: Bearer hp_…\`. A token acts for its owner and may do
what both its scopes and the owner's role allow. Disabling sign-in for the owner also disables the token. No token can reveal a message.
Routes without a scope need a session.

\`\`\`
curl -H "Authorization: Bearer $HALLPASS_TOKEN" 'https://hallpass.school.example/api/messages?q=is:open&limit=10'
\`\`\`

Request bodies are JSON. The rate of calls from one address is limited; above the limit the answer is 429 with \`Retry-After\`. To get the next
page, send the \`next\` of a page as \`cursor\`. Failed calls answer problem details (RFC 9457, \`application/problem+json\`): \`code\` is stable,
\`title\` and \`detail\` are for people, and \`fields\` lists the invalid fields of a request. Problem details never repeat what was sent.

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
