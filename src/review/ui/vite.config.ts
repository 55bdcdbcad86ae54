/** Builds the console into dist/console and fails if the build exceeds its size limit. */
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const limitBytes = 400_000;

/** Prints the gzipped size of all files, and of those that the first view loads. */
function sizes(): Plugin {
  return {
    name: 'sizes',
    generateBundle(_options, bundle) {
      const gzipped = new Map<string, number>();
      for (const [name, file] of Object.entries(bundle)) {
        if (/\.(js|css)$/.test(name))
          gzipped.set(name, gzipSync(file.type === 'chunk' ? file.code : file.source).byteLength);
      }
      const total = [...gzipped.values()].reduce((sum, bytes) => sum + bytes, 0);
      const first = [...firstView(Object.values(bundle))].reduce((sum, name) => sum + (gzipped.get(name) ?? 0), 0);
      const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;
      this.info(
        `gzipped: ${kilobytes(total)} in all (limit ${kilobytes(limitBytes)}), ${kilobytes(first)} for the first page`,
      );
      if (total > limitBytes) this.error(`the console has grown past ${kilobytes(limitBytes)}`);
    },
  };
}

interface Built {
  readonly fileName: string;
  readonly type: 'chunk' | 'asset';
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

/** Names of the entry, its imports, and the style sheets that all pages share. */
function firstView(files: readonly Built[]): Set<string> {
  const names = new Set<string>();
  const add = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    for (const imported of files.find((file) => file.fileName === name)?.imports ?? []) add(imported);
  };
  for (const file of files) {
    if (file.isEntry === true || /\/(index|review)-[\w-]+\.(js|css)$/.test(file.fileName)) add(file.fileName);
  }
  return names;
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  logLevel: 'info',
  plugins: [sizes()],
  build: {
    outDir: '../../../dist/console',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // Every file of the component library carries a 'use client' directive, which has no effect here.
      onLog: (level, log, next) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') next(level, log);
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8025' } },
});
