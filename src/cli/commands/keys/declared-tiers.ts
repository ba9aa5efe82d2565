/**
 * The tiers that the policies of the current folder, or its `policies/`, declare: what a tier on the command line is
 * compared with. Parses only; a folder without policies declares none.
 */
import { parse } from '../../../language/syntax/parse.ts';
import { findRouteFiles, readNamed } from '../../input/files.ts';

/** In the order of the files, each once. */
export function declaredTiers(): readonly string[] {
  const { paths, roots } = findRouteFiles([]);
  const sources = paths.map((path) => readNamed(path, roots));
  const files = sources.flatMap((source) => (source === undefined || 'why' in source ? [] : [parse(source)]));
  const tiers = files.flatMap(({ ast }) =>
    ast.declarations.flatMap((one) => (one.kind === 'tiers' ? one.names.map(({ text }) => text) : [])),
  );
  return [...new Set(tiers)];
}
