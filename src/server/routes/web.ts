import { existsSync } from 'node:fs'
import { fastifyStatic } from '@fastify/static'
import type { FastifyInstance } from 'fastify'

export type WebRouteOptions = { readonly root: string }

/** The chat page at `/`. The page runs its own scripts only, and nobody may frame it. */
export const webRoute = async (app: FastifyInstance, { root }: WebRouteOptions): Promise<void> => {
  if (!existsSync(root)) return
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    setHeaders: (response) => {
      response.setHeader('cache-control', 'no-cache')
      response.setHeader('x-content-type-options', 'nosniff')
      response.setHeader('referrer-policy', 'no-referrer')
      response.setHeader(
        'content-security-policy',
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; " +
          "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'",
      )
    },
  })
}
