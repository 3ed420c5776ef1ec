// Parts of packages that no running process reads: the compiler (an optional part of @nestjs/swagger, for builds),
// types, source maps of others' code, and TypeORM's build for browsers.
const FOLDERS = ['typescript', '@types', 'typeorm/browser'];
const FILES = /\.(d\.[cm]?ts|map|tsbuildinfo)$/;

/** Whether a process runs without it. `path` is relative to a node_modules folder, with `/`. */
export function isUnneeded(path) {
  return FOLDERS.some((folder) => path === folder || path.startsWith(`${folder}/`)) || FILES.test(path);
}
