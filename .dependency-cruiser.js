// Who may import whom: docs/flow.md draws it, this file enforces it.
const stages = ['receive', 'store', 'queue', 'extract', 'detect', 'decide', 'act', 'review', 'directory'];

/** Only these folders may import the package; tests may, to start or to read back what they check. */
const only = (name, module, ...folders) => ({
  name,
  severity: 'error',
  comment: `${module} is used in ${folders.join(', ')} only`,
  from: { path: '^(src|detectors)/', pathNot: [...folders.map((folder) => `^${folder}/`), '\\.test\\.ts$'] },
  to: { path: `(^|node_modules/)${module}(/|$)` },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: { path: '^(src|detectors)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'detectors-do-no-io',
      severity: 'error',
      comment: 'a detector imports the contract, its own folder, detectors/shared and pure libraries',
      from: { path: '^detectors/[^/]+/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src/|test/|node:(?!url|path)|fs$|net$|http)' },
    },
    {
      name: 'detectors-are-islands',
      severity: 'error',
      from: { path: '^detectors/([^/]+)/', pathNot: '^detectors/shared/' },
      to: { path: '^detectors/([^/]+)/', pathNot: ['^detectors/$1/', '^detectors/shared/'] },
    },
    {
      name: 'words-of-detectors-are-data',
      severity: 'error',
      comment: 'the words are read by processes that load no detector',
      from: { path: '^detectors/([^/]+/words|finding-words)\\.ts$' },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'detectors-load-on-request',
      severity: 'error',
      comment: 'the registry imports detectors when a process asks for them; nothing else of the product imports them',
      from: { path: '^(src/|detectors/[^/]+$)', pathNot: '\\.test\\.ts$' },
      to: { path: '^detectors/(?!shared/)[^/]+/', pathNot: '/words\\.ts$', dynamic: false },
    },
    {
      name: 'decide-is-pure',
      severity: 'error',
      from: { path: '^src/decide/', pathNot: '(\\.test\\.ts|load-pack\\.ts)$' },
      to: {
        path: '(^src/(store|queue|receive|extract|detect|act|review|log)/|^node:|^(pg|bullmq|nodemailer|smtp-server)$)',
        pathNot: '^node:crypto$',
      },
    },
    ...stages.map((stage) => ({
      name: `stage-${stage}-stands-alone`,
      severity: 'error',
      comment:
        'stages are wired by src/pipeline, src/workers, src/gateway and src/bin, they never import each other (types of the store and of the message are shared)',
      from: { path: `^src/${stage}/`, pathNot: '\\.test\\.ts$' },
      to: {
        path: stages.filter((other) => other !== stage).map((other) => `^src/${other}/`),
        // How a verdict is read is one piece for all who read one.
        pathNot: '^src/decide/verdict\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    })),
    {
      name: 'no-file-directly-in-src',
      severity: 'error',
      comment: 'every file has a room: docs/flow.md says which',
      from: {},
      to: { path: '^src/[^/]+$' },
    },
    only('smtp-server-in-receive', 'smtp-server', 'src/receive'),
    only('nodemailer-in-act', 'nodemailer', 'src/act'),
    only('bullmq-in-queue', 'bullmq', 'src/queue'),
    only('ioredis-in-queue', 'ioredis', 'src/queue'),
    only('sql-in-store', '(kysely|pg)', 'src/store', 'src/queue'),
    only('fastify-in-review', 'fastify', 'src/review'),
    only('mailparser-in-extract', 'mailparser', 'src/extract'),
    only('piscina-in-workers', 'piscina', 'src/workers'),
    only('onnxruntime-with-models', 'onnxruntime-node', 'src/reader', 'src/ocr/classifier'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^(src|detectors|test|scripts|node_modules|node:)',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
