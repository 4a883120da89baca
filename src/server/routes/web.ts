import { existsSync } from 'node:fs'
import { fastifyStatic } from '@fastify/static'
import type { FastifyInstance } from 'fastify'

export type WebRouteOptions = { readonly root: string }

// The page loads its own files and talks to its own service, and nothing else: no inline script or
// style, no markup made of strings, no frame around it.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

// A file whose name holds the hash of its content never changes.
const HASHED = /-[A-Z0-9]{8}\.(?:js|css)(?:\.br|\.gz)?$/

/** The chat page at `/`, as it was built: each file lies beside its compressed forms. */
export const webRoute = async (app: FastifyInstance, { root }: WebRouteOptions): Promise<void> => {
  if (!existsSync(root)) return
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (response, path) => {
      const forever = 'public, max-age=31536000, immutable'
      response.setHeader('cache-control', HASHED.test(path) ? forever : 'no-cache')
      response.setHeader('vary', 'accept-encoding')
      response.setHeader('referrer-policy', 'no-referrer')
      response.setHeader('x-content-type-options', 'nosniff')
      // A page elsewhere may load the widget and what belongs to it, which is nothing secret.
      if (/\.js(?:\.br|\.gz)?$/.test(path)) {
        response.setHeader('access-control-allow-origin', '*')
        response.setHeader('cross-origin-resource-policy', 'cross-origin')
      }
      response.setHeader('cross-origin-opener-policy', 'same-origin')
      response.setHeader('content-security-policy', POLICY)
    },
  })
}
