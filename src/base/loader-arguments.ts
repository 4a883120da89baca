/**
 * What Node has to be told to run a file of ours in a thread: nothing for a compiled one. A thread from source
 * loads the TypeScript loader itself: on Node 20 it doesn't inherit its parent's.
 */
export const loaderArguments = (file: URL): readonly string[] | undefined => {
  if (!file.pathname.endsWith('.ts')) return undefined
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const source = `import { register } from ${loader}; register()`
  return [`--import=data:text/javascript,${encodeURIComponent(source)}`]
}
